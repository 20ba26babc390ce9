;; The inner loops of every comparison on rows: `sort` puts float64 values in order, `gaps` walks two sorted arrays.
;; `npm run kernel:build` assembles this file into row-kernel-bytes.ts. It imports nothing and allocates nothing; the
;; caller lays out the memory:
;;
;;   0      2 × 2048 counters or write addresses of the two digits of a key, i32
;;   16384  the first slot of each of up to 256 parts, i32, and at 17408 its last one
;;   20480  where both walks of `gaps` are, 2 × 5 f64 and at 20560 2 × 2 i32. While sorting:
;;   20480  how many values were found missing, i32
;;   20488  smallest and largest of the values to sort next, f64
;;   20504  key that part 0 begins with, i64; by how many bits keys are shifted to find their slot, i64; where the
;;          next free block is, i32
;;   24576  the part of each of 16384 slots, i8
;;   40960  where the next value of each of up to 256 parts goes, i32
;;   41984  where its first value is, i32
;;   43008  how many values it has in full blocks, less the places left free in the first, i32
;;   45056  values, blocks and scratch space, 8 bytes a value
(module
  (memory (export "memory") 1)

  ;; Sorts n values in place and returns how many are left: NaN and infinities are dropped, −0 becomes 0. Leaves at 20480
  ;; how many were NaN.
  (func $sort (export "sort") (param $values i32) (param $scratch i32) (param $n i32) (result i32)
    (local.set $n (call $compact (local.get $values) (local.get $n)))
    (call $range (local.get $values) (local.get $scratch) (local.get $n) (local.get $values))
    (local.get $n))

  ;; Moves the finite values together and finds their extent.
  (func $compact (param $values i32) (param $n i32) (result i32)
    (local $from i32) (local $to i32) (local $end i32) (local $missing i32)
    (local $value f64) (local $least f64) (local $most f64)
    (local.set $least (f64.const inf))
    (local.set $most (f64.const -inf))
    (local.set $from (local.get $values))
    (local.set $to (local.get $values))
    (local.set $end (i32.add (local.get $values) (i32.shl (local.get $n) (i32.const 3))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $value (f64.add (f64.load (local.get $from)) (f64.const 0)))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (if (f64.lt (f64.abs (local.get $value)) (f64.const inf))
          (then
            (if (f64.lt (local.get $value) (local.get $least)) (then (local.set $least (local.get $value))))
            (if (f64.gt (local.get $value) (local.get $most)) (then (local.set $most (local.get $value))))
            (f64.store (local.get $to) (local.get $value))
            (local.set $to (i32.add (local.get $to) (i32.const 8))))
          (else
            (local.set $missing (i32.add (local.get $missing)
              (i32.eqz (f64.eq (local.get $value) (local.get $value)))))))
        (br $next)))
    (i32.store (i32.const 20480) (local.get $missing))
    (f64.store (i32.const 20488) (local.get $least))
    (f64.store (i32.const 20496) (local.get $most))
    (i32.shr_u (i32.sub (local.get $to) (local.get $values)) (i32.const 3)))

  ;; Sorts n finite values of known extent from `from` into `to`, which is `from` or `other`; both are overwritten.
  ;;
  ;; The key of a value is its place between smallest and largest, as a whole number of 22 bits: never descending with
  ;; the value, and mostly another for each. Two passes by 11 bits of it, from the least significant digit up, leave few
  ;; neighbours out of order, and insertion puts these right. Where the values crowd in few keys, `bits` sorts.
  (func $range (param $from i32) (param $other i32) (param $n i32) (param $to i32)
    (local $end i32)
    (local $least f64) (local $most f64) (local $scale f64)
    (if (i32.le_u (local.get $n) (i32.const 64))
      (then
        (drop (call $insert (local.get $from) (local.get $to) (local.get $n) (i32.const 4096)))
        (return)))
    (local.set $least (f64.load (i32.const 20488)))
    (local.set $most (f64.load (i32.const 20496)))
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $n) (i32.const 3))))
    (local.set $scale (f64.div (f64.const 4194303) (f64.sub (local.get $most) (local.get $least))))
    ;; equal values, or a range that overflows
    (if (i32.eqz (i32.and (f64.gt (local.get $scale) (f64.const 0)) (f64.lt (local.get $scale) (f64.const inf))))
      (then
        (call $bits (local.get $from) (local.get $other) (local.get $n) (local.get $least) (local.get $most) (local.get $to))
        (return)))

    ;; a few of many values tell whether they crowd
    (if (i32.ge_u (local.get $n) (i32.const 4096))
      (then
        (call $clear (i32.const 0) (i32.const 16384))
        (call $count (local.get $from) (local.get $end) (i32.and (i32.shr_u (local.get $n) (i32.const 5)) (i32.const -8))
          (local.get $least) (local.get $scale))
        (if (i64.gt_u (call $add_up (i32.const 8192) (i32.const 16384) (i32.const 0)) (i64.const 1024))
          (then
            (call $bits (local.get $from) (local.get $other) (local.get $n) (local.get $least) (local.get $most) (local.get $to))
            (return)))))

    (call $clear (i32.const 0) (i32.const 16384))
    (call $count (local.get $from) (local.get $end) (i32.const 8) (local.get $least) (local.get $scale))
    ;; half the pairs of values with the same high digit lie in the wrong order until the low digit tells them apart
    (if (i64.gt_u
          (call $add_up (i32.const 8192) (i32.const 16384) (local.get $from))
          (i64.mul (i64.const 8192) (i64.extend_i32_u (local.get $n))))
      (then
        (call $bits (local.get $from) (local.get $other) (local.get $n) (local.get $least) (local.get $most) (local.get $to))
        (return)))
    (drop (call $add_up (i32.const 0) (i32.const 8192) (local.get $other)))
    (call $scatter (local.get $from) (local.get $n) (local.get $least) (local.get $scale) (i32.const 0) (i32.const 0))
    (call $scatter (local.get $other) (local.get $n) (local.get $least) (local.get $scale) (i32.const 11) (i32.const 8192))
    (if (i32.eqz (call $insert (local.get $from) (local.get $to) (local.get $n) (i32.shl (local.get $n) (i32.const 2))))
      (then
        (call $bits
          (local.get $to)
          (i32.sub (i32.add (local.get $from) (local.get $other)) (local.get $to))
          (local.get $n)
          (local.get $least)
          (local.get $most)
          (local.get $to)))))

  ;; More values than the cache holds are first split into parts that it does hold, each of which is sorted by itself. They
  ;; come in small pieces, and each part grows block by block, so there is one reading and one writing of them all:
  ;; `plan` chooses the parts from a sample, `distribute` takes the pieces, `collect` sorts a part.
  ;;
  ;; A part is a range of keys. Between the smallest and the largest of the sample lie up to 16384 slots, and each part has
  ;; slots in a row that hold about the same number of the sample's n values; what lies beyond belongs to the first or the
  ;; last slot. A block has 4096 bytes, with the address of the next one at its end. The first blocks are entered at different
  ;; places, lest the parts reach the same lines of the cache at the same time.
  (func (export "plan") (param $sample i32) (param $n i32) (param $parts i32) (param $blocks i32)
    (local $at i32) (local $end i32) (local $slot i32) (local $part i32) (local $before i32) (local $done i32)
    (local $least i64) (local $shift i64)
    (local.set $n (call $sort (local.get $sample) (i32.add (local.get $sample) (i32.shl (local.get $n) (i32.const 3))) (local.get $n)))
    (local.set $at (local.get $sample))
    (local.set $end (i32.add (local.get $sample) (i32.shl (local.get $n) (i32.const 3))))
    (if (local.get $n)
      (then
        (local.set $least (call $key (i64.reinterpret_f64 (f64.load (local.get $sample)))))
        (local.set $shift (i64.sub (i64.const 50) (i64.clz (i64.sub
          (call $key (i64.reinterpret_f64 (f64.load (i32.sub (local.get $end) (i32.const 8)))))
          (local.get $least)))))
        (if (i64.lt_s (local.get $shift) (i64.const 0)) (then (local.set $shift (i64.const 0))))))
    (i32.store (i32.const 20480) (i32.const 0))
    (i64.store (i32.const 20504) (local.get $least))
    (i64.store (i32.const 20512) (local.get $shift))
    (loop $slots
      (if (local.get $n)
        (then (local.set $part (i32.div_u (i32.mul (local.get $done) (local.get $parts)) (local.get $n)))))
      (if (i32.ge_u (local.get $part) (local.get $parts))
        (then (local.set $part (i32.sub (local.get $parts) (i32.const 1)))))
      (i32.store8 (i32.add (i32.const 24576) (local.get $slot)) (local.get $part))
      (if (i32.eqz (i32.and (i32.eq (local.get $part) (local.get $before)) (i32.gt_u (local.get $slot) (i32.const 0))))
        (then (i32.store (i32.add (i32.const 16384) (i32.shl (local.get $part) (i32.const 2))) (local.get $slot))))
      (i32.store (i32.add (i32.const 17408) (i32.shl (local.get $part) (i32.const 2))) (local.get $slot))
      (local.set $before (local.get $part))
      (block $counted
        (loop $values
          (br_if $counted (i32.ge_u (local.get $at) (local.get $end)))
          (br_if $counted (i32.gt_u
            (call $slot_of (f64.load (local.get $at)) (local.get $least) (local.get $shift))
            (local.get $slot)))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (local.set $done (i32.add (local.get $done) (i32.const 1)))
          (br $values)))
      (local.set $slot (i32.add (local.get $slot) (i32.const 1)))
      (br_if $slots (i32.lt_u (local.get $slot) (i32.const 16384))))
    (local.set $part (i32.const 0))
    (loop $next
      (local.set $at (i32.add (local.get $blocks) (i32.shl (i32.and (local.get $part) (i32.const 31)) (i32.const 7))))
      (i32.store (i32.add (i32.const 40960) (i32.shl (local.get $part) (i32.const 2))) (local.get $at))
      (i32.store (i32.add (i32.const 41984) (i32.shl (local.get $part) (i32.const 2))) (local.get $at))
      (i32.store (i32.add (i32.const 43008) (i32.shl (local.get $part) (i32.const 2)))
        (i32.sub (i32.const 0) (i32.shr_u (i32.and (local.get $at) (i32.const 4095)) (i32.const 3))))
      (local.set $blocks (i32.add (local.get $blocks) (i32.const 4096)))
      (local.set $part (i32.add (local.get $part) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $part) (local.get $parts))))
    (i32.store (i32.const 20520) (local.get $blocks)))

  (func $slot_of (param $value f64) (param $least i64) (param $shift i64) (result i32)
    (local $key i64)
    (local.set $key (call $key (i64.reinterpret_f64 (local.get $value))))
    (local.set $key (i64.shr_u
      (select
        (i64.sub (local.get $key) (local.get $least))
        (i64.const 0)
        (i64.gt_u (local.get $key) (local.get $least)))
      (local.get $shift)))
    (i32.wrap_i64 (select (local.get $key) (i64.const 16383) (i64.lt_u (local.get $key) (i64.const 16383)))))

  ;; Takes n > 0 values: the finite ones go to their parts, and those that are NaN are counted at 20480.
  (func (export "distribute") (param $from i32) (param $n i32)
    (local $end i32) (local $to i32) (local $part i32) (local $full i32) (local $missing i32)
    (local $value f64)
    (local $least i64) (local $shift i64)
    (local.set $least (i64.load (i32.const 20504)))
    (local.set $shift (i64.load (i32.const 20512)))
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $n) (i32.const 3))))
    (loop $next
      (local.set $value (f64.add (f64.load (local.get $from)) (f64.const 0)))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (if (f64.lt (f64.abs (local.get $value)) (f64.const inf))
        (then
          (local.set $part (i32.add (i32.const 40960) (i32.shl
            (i32.load8_u (i32.add (i32.const 24576)
              (call $slot_of (local.get $value) (local.get $least) (local.get $shift))))
            (i32.const 2))))
          (local.set $to (i32.load (local.get $part)))
          (f64.store (local.get $to) (local.get $value))
          (local.set $to (i32.add (local.get $to) (i32.const 8)))
          (if (i32.eq (i32.and (local.get $to) (i32.const 4095)) (i32.const 4088))
            (then
              (i32.store (local.get $to) (i32.load (i32.const 20520)))
              (local.set $to (i32.load (i32.const 20520)))
              (local.set $full (i32.add (local.get $part) (i32.const 2048)))
              (i32.store (local.get $full) (i32.add (i32.load (local.get $full)) (i32.const 511)))
              (i32.store (i32.const 20520) (i32.add (local.get $to) (i32.const 4096)))))
          (i32.store (local.get $part) (local.get $to)))
        (else
          (local.set $missing (i32.add (local.get $missing)
            (i32.eqz (f64.eq (local.get $value) (local.get $value)))))))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (i32.store (i32.const 20480) (i32.add (i32.load (i32.const 20480)) (local.get $missing))))

  ;; How many values a part has.
  (func (export "size") (param $part i32) (result i32)
    (i32.add
      (i32.load (i32.add (i32.const 43008) (i32.shl (local.get $part) (i32.const 2))))
      (i32.shr_u
        (i32.and (i32.load (i32.add (i32.const 40960) (i32.shl (local.get $part) (i32.const 2)))) (i32.const 4095))
        (i32.const 3))))

  ;; Sorts a part of n > 0 values into `to`, behind which there is room for as many more.
  (func (export "collect") (param $part i32) (param $n i32) (param $to i32)
    (local $at i32) (local $first i32) (local $last i32) (local $into i32) (local $end i32)
    (local $value f64) (local $least f64) (local $most f64)
    (local.set $first (i32.load (i32.add (i32.const 16384) (i32.shl (local.get $part) (i32.const 2)))))
    (local.set $last (i32.load (i32.add (i32.const 17408) (i32.shl (local.get $part) (i32.const 2)))))
    (local.set $at (i32.load (i32.add (i32.const 41984) (i32.shl (local.get $part) (i32.const 2)))))
    ;; between its first and its last slot, unless it has what lies beyond the sample
    (if (i32.and (i32.gt_u (local.get $first) (i32.const 0)) (i32.lt_u (local.get $last) (i32.const 16383)))
      (then
        (if (call $place (local.get $at) (local.get $n) (local.get $to)
              (call $slot_start (local.get $first))
              (call $slot_start (i32.add (local.get $last) (i32.const 1))))
          (then (return)))))

    (local.set $least (f64.const inf))
    (local.set $most (f64.const -inf))
    (local.set $into (local.get $to))
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $n) (i32.const 3))))
    (loop $next
      (local.set $value (f64.load (local.get $at)))
      (if (f64.lt (local.get $value) (local.get $least)) (then (local.set $least (local.get $value))))
      (if (f64.gt (local.get $value) (local.get $most)) (then (local.set $most (local.get $value))))
      (f64.store (local.get $into) (local.get $value))
      (local.set $into (i32.add (local.get $into) (i32.const 8)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (if (i32.eq (i32.and (local.get $at) (i32.const 4095)) (i32.const 4088))
        (then (local.set $at (i32.load (local.get $at)))))
      (br_if $next (i32.lt_u (local.get $into) (local.get $end))))
    (f64.store (i32.const 20488) (local.get $least))
    (f64.store (i32.const 20496) (local.get $most))
    (call $range (local.get $to) (local.get $end) (local.get $n) (local.get $to)))

  ;; The smallest value of a slot.
  (func $slot_start (param $slot i32) (result f64)
    (local $key i64)
    (local.set $key (i64.add
      (i64.load (i32.const 20504))
      (i64.shl (i64.extend_i32_u (local.get $slot)) (i64.load (i32.const 20512)))))
    (f64.reinterpret_i64 (i64.xor (local.get $key)
      (i64.or
        (i64.shr_s (i64.xor (local.get $key) (i64.const -1)) (i64.const 63))
        (i64.const 0x8000000000000000)))))

  ;; Sorts n values between `least` and `most`, in the blocks from `first` on, into `to` as `range` does; returns 0 where they crowd.
  (func $place (param $first i32) (param $n i32) (param $to i32) (param $least f64) (param $most f64) (result i32)
    (local $at i32) (local $other i32) (local $left i32) (local $run i32)
    (local $scale f64)
    (local.set $scale (f64.div (f64.const 4194303) (f64.sub (local.get $most) (local.get $least))))
    (if (i32.eqz (i32.and (f64.gt (local.get $scale) (f64.const 0)) (f64.lt (local.get $scale) (f64.const inf))))
      (then (return (i32.const 0))))
    (call $clear (i32.const 0) (i32.const 16384))
    (local.set $at (local.get $first))
    (local.set $left (local.get $n))
    (loop $count_blocks
      (local.set $run (call $run_at (local.get $at) (local.get $left)))
      (call $count (local.get $at) (i32.add (local.get $at) (i32.shl (local.get $run) (i32.const 3))) (i32.const 8)
        (local.get $least) (local.get $scale))
      (local.set $at (i32.load (i32.add (i32.and (local.get $at) (i32.const -4096)) (i32.const 4088))))
      (local.set $left (i32.sub (local.get $left) (local.get $run)))
      (br_if $count_blocks (local.get $left)))
    (local.set $other (i32.add (local.get $to) (i32.shl (local.get $n) (i32.const 3))))
    (if (i64.gt_u
          (call $add_up (i32.const 8192) (i32.const 16384) (local.get $to))
          (i64.mul (i64.const 8192) (i64.extend_i32_u (local.get $n))))
      (then (return (i32.const 0))))
    (drop (call $add_up (i32.const 0) (i32.const 8192) (local.get $other)))
    (local.set $at (local.get $first))
    (local.set $left (local.get $n))
    (loop $scatter_blocks
      (local.set $run (call $run_at (local.get $at) (local.get $left)))
      (call $scatter (local.get $at) (local.get $run) (local.get $least) (local.get $scale) (i32.const 0) (i32.const 0))
      (local.set $at (i32.load (i32.add (i32.and (local.get $at) (i32.const -4096)) (i32.const 4088))))
      (local.set $left (i32.sub (local.get $left) (local.get $run)))
      (br_if $scatter_blocks (local.get $left)))
    (call $scatter (local.get $other) (local.get $n) (local.get $least) (local.get $scale) (i32.const 11) (i32.const 8192))
    (call $insert (local.get $to) (local.get $to) (local.get $n) (i32.shl (local.get $n) (i32.const 2))))

  ;; How many of the values left lie in the block from `at` on.
  (func $run_at (param $at i32) (param $left i32) (result i32)
    (local $run i32)
    (local.set $run (i32.shr_u (i32.sub (i32.const 4088) (i32.and (local.get $at) (i32.const 4095))) (i32.const 3)))
    (select (local.get $run) (local.get $left) (i32.lt_u (local.get $run) (local.get $left))))

  ;; Counts at 0 the low digits of the keys of the values that lie `step` bytes apart, and at 8192 the high ones. A key is
  ;; rounded to the last places of a number that has no others.
  (func $count (param $from i32) (param $end i32) (param $step i32) (param $least f64) (param $scale f64)
    (local $key i32) (local $slot i32)
    (loop $next
      (local.set $key (i32.wrap_i64 (i64.reinterpret_f64 (f64.add
        (f64.mul (f64.sub (f64.load (local.get $from)) (local.get $least)) (local.get $scale))
        (f64.const 4503599627370496)))))
      (local.set $slot (i32.shl (i32.and (local.get $key) (i32.const 2047)) (i32.const 2)))
      (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1)))
      (local.set $slot (i32.add (i32.const 8192)
        (i32.shl (i32.shr_u (local.get $key) (i32.const 11)) (i32.const 2))))
      (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1)))
      (local.set $from (i32.add (local.get $from) (local.get $step)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end)))))

  (func $clear (param $at i32) (param $end i32)
    (loop $next
      (i64.store (local.get $at) (i64.const 0))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Counts become the addresses at which the values of each digit begin; returns the sum of their squares.
  (func $add_up (param $slot i32) (param $end i32) (param $to i32) (result i64)
    (local $count i32)
    (local $squares i64)
    (loop $next
      (local.set $count (i32.load (local.get $slot)))
      (i32.store (local.get $slot) (local.get $to))
      (local.set $to (i32.add (local.get $to) (i32.shl (local.get $count) (i32.const 3))))
      (local.set $squares (i64.add (local.get $squares)
        (i64.mul (i64.extend_i32_u (local.get $count)) (i64.extend_i32_u (local.get $count)))))
      (local.set $slot (i32.add (local.get $slot) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $slot) (local.get $end))))
    (local.get $squares))

  ;; Moves n values, in order, to the addresses of their digits, which end up where the values of each digit do.
  (func $scatter (param $from i32) (param $n i32) (param $least f64) (param $scale f64) (param $shift i32) (param $addresses i32)
    (local $end i32) (local $slot i32) (local $at i32)
    (local $value f64)
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $n) (i32.const 3))))
    (loop $next
      (local.set $value (f64.load (local.get $from)))
      (local.set $slot (i32.add (local.get $addresses) (i32.shl
        (i32.and
          (i32.shr_u
            (i32.wrap_i64 (i64.reinterpret_f64 (f64.add
              (f64.mul (f64.sub (local.get $value) (local.get $least)) (local.get $scale))
              (f64.const 4503599627370496))))
            (local.get $shift))
          (i32.const 2047))
        (i32.const 2))))
      (local.set $at (i32.load (local.get $slot)))
      (f64.store (local.get $at) (local.get $value))
      (i32.store (local.get $slot) (i32.add (local.get $at) (i32.const 8)))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end)))))

  ;; Writes n values to `to`, which may be where they come from, and inserts each where it belongs. After so many moves
  ;; the rest is only written; returns whether the values are in order.
  (func $insert (param $from i32) (param $to i32) (param $n i32) (param $moves i32) (result i32)
    (local $start i32) (local $end i32) (local $at i32)
    (local $value f64) (local $previous f64)
    (local.set $start (local.get $to))
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $n) (i32.const 3))))
    (local.set $previous (f64.const -inf))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $to) (local.get $end)))
        (local.set $value (f64.load (local.get $from)))
        (local.set $at (local.get $to))
        (if (f64.lt (local.get $value) (local.get $previous))
          (then
            (block $found
              (loop $back
                (br_if $found (i32.le_s (local.get $moves) (i32.const 0)))
                (br_if $found (i32.le_u (local.get $at) (local.get $start)))
                (br_if $found (f64.le (f64.load (i32.sub (local.get $at) (i32.const 8))) (local.get $value)))
                (f64.store (local.get $at) (f64.load (i32.sub (local.get $at) (i32.const 8))))
                (local.set $at (i32.sub (local.get $at) (i32.const 8)))
                (local.set $moves (i32.sub (local.get $moves) (i32.const 1)))
                (br $back)))
            (f64.store (local.get $at) (local.get $value)))
          (else
            (f64.store (local.get $at) (local.get $value))
            (local.set $previous (local.get $value))))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (local.set $to (i32.add (local.get $to) (i32.const 8)))
        (br $next)))
    (i32.gt_s (local.get $moves) (i32.const 0)))

  ;; Sorts n values between `smallest` and `largest` by their bit patterns, from the least significant digit of 11 bits up,
  ;; into `result`, which is `values` or `scratch`. Where none is negative the patterns are in the order of the values.
  ;;
  ;; Only as many leading bits of the distance from the smallest are sorted by as tell most of n values apart: log2(n) of
  ;; the mantissa, and the bits above it that the largest distance has. The few neighbours still out of order are put
  ;; right by insertion. Where that would take more than 4 moves a value, all bits are sorted by.
  (func $bits (param $values i32) (param $scratch i32) (param $n i32) (param $smallest f64) (param $largest f64) (param $result i32)
    (local $from i32) (local $to i32) (local $swap i32) (local $signed i32)
    (local $top i32) (local $wanted i32) (local $start i32) (local $shift i32)
    (local $least i64) (local $most i64)
    (local.set $signed (f64.lt (local.get $smallest) (f64.const 0)))
    (local.set $least (i64.reinterpret_f64 (local.get $smallest)))
    (local.set $most (i64.reinterpret_f64 (local.get $largest)))
    (if (local.get $signed)
      (then
        (local.set $least (call $key (local.get $least)))
        (local.set $most (call $key (local.get $most)))))
    (local.set $top (i32.sub (i32.const 64) (i32.wrap_i64
      (i64.clz (i64.sub (local.get $most) (local.get $least))))))
    (local.set $wanted (i32.sub (i32.const 32) (i32.clz (local.get $n))))
    (if (i32.gt_s (local.get $top) (i32.const 52))
      (then (local.set $wanted (i32.add (local.get $wanted) (i32.sub (local.get $top) (i32.const 52))))))
    ;; whole digits
    (local.set $wanted (i32.mul (i32.const 11) (i32.div_u (i32.add (local.get $wanted) (i32.const 8)) (i32.const 11))))
    (local.set $start (i32.sub (local.get $top) (local.get $wanted)))
    (if (i32.lt_s (local.get $start) (i32.const 0)) (then (local.set $start (i32.const 0))))
    (loop $attempt
      (if (local.get $signed) (then (call $encode (local.get $values) (local.get $n))))
      (local.set $from (local.get $values))
      (local.set $to (local.get $scratch))
      (local.set $shift (local.get $start))
      (block $sorted
        (loop $digits
          (br_if $sorted (i32.ge_s (local.get $shift) (local.get $top)))
          (if (call $pass (local.get $from) (local.get $to) (local.get $n) (local.get $least) (i64.extend_i32_u (local.get $shift)))
            (then
              (local.set $swap (local.get $from))
              (local.set $from (local.get $to))
              (local.set $to (local.get $swap))))
          (local.set $shift (i32.add (local.get $shift) (i32.const 11)))
          (br $digits)))
      (if (local.get $signed) (then (call $decode (local.get $from) (local.get $n))))
      (if (i32.eqz (call $insert (local.get $from) (local.get $result) (local.get $n) (i32.shl (local.get $n) (i32.const 2))))
        (then
          (local.set $scratch (i32.sub (i32.add (local.get $values) (local.get $scratch)) (local.get $result)))
          (local.set $values (local.get $result))
          (local.set $start (i32.const 0))
          (br $attempt)))))

  ;; Makes keys of the bit patterns of n > 0 values, in place.
  (func $encode (param $at i32) (param $n i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $n) (i32.const 3))))
    (loop $next
      (i64.store (local.get $at) (call $key (i64.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; The order of keys as unsigned integers is that of the values: negative ones inverted, others with the sign bit set.
  (func $key (param $bits i64) (result i64)
    (i64.xor (local.get $bits)
      (i64.or (i64.shr_s (local.get $bits) (i64.const 63)) (i64.const 0x8000000000000000))))

  (func $decode (param $at i32) (param $n i32)
    (local $end i32)
    (local $key i64)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $n) (i32.const 3))))
    (loop $next
      (local.set $key (i64.load (local.get $at)))
      (i64.store (local.get $at) (i64.xor (local.get $key)
        (i64.or
          (i64.shr_s (i64.xor (local.get $key) (i64.const -1)) (i64.const 63))
          (i64.const 0x8000000000000000))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Distributes n > 0 keys by the digit at `shift`, in order; returns 0, with nothing moved, where all have the same.
  (func $pass (param $from i32) (param $to i32) (param $n i32) (param $least i64) (param $shift i64) (result i32)
    (local $at i32) (local $end i32) (local $slot i32)
    (local $key i64)
    (call $clear (i32.const 0) (i32.const 8192))
    (local.set $at (local.get $from))
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $n) (i32.const 3))))
    (loop $count_digits
      (local.set $slot (call $slot (i64.sub (i64.load (local.get $at)) (local.get $least)) (local.get $shift)))
      (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $count_digits (i32.lt_u (local.get $at) (local.get $end))))
    (if (i32.eq (i32.load (local.get $slot)) (local.get $n)) (then (return (i32.const 0))))
    (drop (call $add_up (i32.const 0) (i32.const 8192) (local.get $to)))
    (loop $scatter
      (local.set $key (i64.load (local.get $from)))
      (local.set $slot (call $slot (i64.sub (local.get $key) (local.get $least)) (local.get $shift)))
      (local.set $at (i32.load (local.get $slot)))
      (i64.store (local.get $at) (local.get $key))
      (i32.store (local.get $slot) (i32.add (local.get $at) (i32.const 8)))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $scatter (i32.lt_u (local.get $from) (local.get $end))))
    (i32.const 1))

  (func $slot (param $key i64) (param $shift i64) (result i32)
    (i32.shl
      (i32.and (i32.wrap_i64 (i64.shr_u (local.get $key) (local.get $shift))) (i32.const 2047))
      (i32.const 2)))

  ;; Walks two sorted samples of n and m values in the order of their values: from two places at once, so many steps from
  ;; each, because a step has to wait for the one before it. Reads where both walks are from 20480, and leaves there where
  ;; they got to: the largest distance of the distribution functions in steps of 1/(n·m), read after all ties at a value; the
  ;; value where it is; the area between the functions; the distance now; and the last value. The addresses of the next
  ;; values lie at 20560: there have to be as many values as steps, or an infinity at their end. The addresses move by
  ;; arithmetic, not by branches, which could not be predicted.
  (func (export "gaps") (param $n i32) (param $m i32) (param $steps i32)
    (local $x1 i32) (local $y1 i32) (local $x2 i32) (local $y2 i32)
    (local $isX i32) (local $at i32)
    (local $up f64) (local $down f64) (local $unit f64) (local $value f64) (local $height f64)
    (local $largest1 f64) (local $location1 f64) (local $area1 f64) (local $gap1 f64) (local $previous1 f64)
    (local $largest2 f64) (local $location2 f64) (local $area2 f64) (local $gap2 f64) (local $previous2 f64)
    (local.set $largest1 (f64.load (i32.const 20480)))
    (local.set $location1 (f64.load (i32.const 20488)))
    (local.set $area1 (f64.load (i32.const 20496)))
    (local.set $gap1 (f64.load (i32.const 20504)))
    (local.set $previous1 (f64.load (i32.const 20512)))
    (local.set $largest2 (f64.load (i32.const 20520)))
    (local.set $location2 (f64.load (i32.const 20528)))
    (local.set $area2 (f64.load (i32.const 20536)))
    (local.set $gap2 (f64.load (i32.const 20544)))
    (local.set $previous2 (f64.load (i32.const 20552)))
    (local.set $x1 (i32.load (i32.const 20560)))
    (local.set $y1 (i32.load (i32.const 20564)))
    (local.set $x2 (i32.load (i32.const 20568)))
    (local.set $y2 (i32.load (i32.const 20572)))
    (local.set $up (f64.convert_i32_u (local.get $m)))
    (local.set $down (f64.convert_i32_u (local.get $n)))
    (local.set $unit (f64.div (f64.const 1) (f64.mul (local.get $up) (local.get $down))))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $steps)))
        (local.set $steps (i32.sub (local.get $steps) (i32.const 1)))
        (local.set $isX (f64.le (f64.load (local.get $x1)) (f64.load (local.get $y1))))
        (local.set $at (i32.add (local.get $y1)
          (i32.and (i32.sub (local.get $x1) (local.get $y1)) (i32.sub (i32.const 0) (local.get $isX)))))
        (local.set $value (f64.load (local.get $at)))
        (local.set $height (f64.abs (local.get $gap1)))
        (if (f64.gt (local.get $height) (local.get $largest1))
          (then
            (if (f64.gt (local.get $value) (local.get $previous1))
              (then
                (local.set $largest1 (local.get $height))
                (local.set $location1 (local.get $previous1))))))
        (local.set $area1 (f64.add (local.get $area1) (f64.mul
          (f64.mul (local.get $height) (local.get $unit))
          (f64.sub (local.get $value) (local.get $previous1)))))
        (local.set $previous1 (local.get $value))
        (local.set $gap1 (f64.sub
          (f64.add (local.get $gap1) (f64.mul (f64.convert_i32_u (local.get $isX)) (f64.add (local.get $up) (local.get $down))))
          (local.get $down)))
        (local.set $isX (i32.shl (local.get $isX) (i32.const 3)))
        (local.set $x1 (i32.add (local.get $x1) (local.get $isX)))
        (local.set $y1 (i32.add (local.get $y1) (i32.sub (i32.const 8) (local.get $isX))))

        (local.set $isX (f64.le (f64.load (local.get $x2)) (f64.load (local.get $y2))))
        (local.set $at (i32.add (local.get $y2)
          (i32.and (i32.sub (local.get $x2) (local.get $y2)) (i32.sub (i32.const 0) (local.get $isX)))))
        (local.set $value (f64.load (local.get $at)))
        (local.set $height (f64.abs (local.get $gap2)))
        (if (f64.gt (local.get $height) (local.get $largest2))
          (then
            (if (f64.gt (local.get $value) (local.get $previous2))
              (then
                (local.set $largest2 (local.get $height))
                (local.set $location2 (local.get $previous2))))))
        (local.set $area2 (f64.add (local.get $area2) (f64.mul
          (f64.mul (local.get $height) (local.get $unit))
          (f64.sub (local.get $value) (local.get $previous2)))))
        (local.set $previous2 (local.get $value))
        (local.set $gap2 (f64.sub
          (f64.add (local.get $gap2) (f64.mul (f64.convert_i32_u (local.get $isX)) (f64.add (local.get $up) (local.get $down))))
          (local.get $down)))
        (local.set $isX (i32.shl (local.get $isX) (i32.const 3)))
        (local.set $x2 (i32.add (local.get $x2) (local.get $isX)))
        (local.set $y2 (i32.add (local.get $y2) (i32.sub (i32.const 8) (local.get $isX))))
        (br $next)))
    (f64.store (i32.const 20480) (local.get $largest1))
    (f64.store (i32.const 20488) (local.get $location1))
    (f64.store (i32.const 20496) (local.get $area1))
    (f64.store (i32.const 20504) (local.get $gap1))
    (f64.store (i32.const 20512) (local.get $previous1))
    (f64.store (i32.const 20520) (local.get $largest2))
    (f64.store (i32.const 20528) (local.get $location2))
    (f64.store (i32.const 20536) (local.get $area2))
    (f64.store (i32.const 20544) (local.get $gap2))
    (f64.store (i32.const 20552) (local.get $previous2))
    (i32.store (i32.const 20560) (local.get $x1))
    (i32.store (i32.const 20564) (local.get $y1))
    (i32.store (i32.const 20568) (local.get $x2))
    (i32.store (i32.const 20572) (local.get $y2))))
