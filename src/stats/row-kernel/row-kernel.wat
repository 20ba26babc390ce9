;; The inner loops of every comparison on rows: `sort` puts float64 values in order, `gaps` walks two sorted arrays.
;; `npm run kernel:build` assembles this file into row-kernel-bytes.ts. It imports nothing and allocates nothing; the
;; caller lays out the memory:
;;
;;   0      2 × 2048 counters or write addresses of the two digits of a key, i32
;;   16384  ends of up to 1024 parts, i32
;;   20480  the six results of `gaps`, f64; or how many values `sort` found missing, i32, and then
;;   20488  smallest and largest of the values to sort next, f64
;;   20544  values and scratch space, 8 bytes each
(module
  (memory (export "memory") 1)

  ;; Sorts n values in place and returns how many are left: NaN and infinities are dropped, −0 becomes 0. Leaves at 20480
  ;; how many were NaN.
  (func (export "sort") (param $values i32) (param $scratch i32) (param $n i32) (result i32)
    (local.set $n (call $compact (local.get $values) (local.get $n)))
    (call $range (local.get $values) (local.get $scratch) (local.get $n) (local.get $values) (i32.const 1))
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
  ;; neighbours out of order, and insertion puts these right. More values than the cache holds are first split into parts
  ;; that it does hold, each of which is sorted in its own range. Where the values crowd in few keys, `bits` sorts.
  (func $range (param $from i32) (param $other i32) (param $n i32) (param $to i32) (param $parting i32)
    (local $at i32) (local $end i32) (local $shift i32) (local $start i32)
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
        (call $count (local.get $from) (local.get $end) (i32.and (i32.shr_u (local.get $n) (i32.const 5)) (i32.const -8))
          (local.get $least) (local.get $scale) (i32.const 11) (i32.const 8192))
        (if (i64.gt_u (call $add_up (i32.const 8192) (i32.const 16384) (i32.const 0)) (i64.const 1024))
          (then
            (call $bits (local.get $from) (local.get $other) (local.get $n) (local.get $least) (local.get $most) (local.get $to))
            (return)))))

    (if (i32.and (i32.ge_u (local.get $n) (i32.const 524288)) (local.get $parting))
      (then
        ;; parts of 16384 to 32768 values, were they spread evenly
        (local.set $shift (i32.add (i32.clz (local.get $n)) (i32.const 5)))
        (if (i32.lt_u (local.get $shift) (i32.const 12)) (then (local.set $shift (i32.const 12))))
        (call $count (local.get $from) (local.get $end) (i32.const 8) (local.get $least) (local.get $scale) (local.get $shift) (i32.const 16384))
        (local.set $at (i32.add (i32.const 16384) (i32.shr_u (i32.const 16777216) (local.get $shift))))
        (drop (call $add_up (i32.const 16384) (local.get $at) (local.get $other)))
        (call $scatter (local.get $from) (local.get $n) (local.get $least) (local.get $scale) (local.get $shift) (i32.const 16384))
        (local.set $end (local.get $at))
        (local.set $at (i32.const 16384))
        (local.set $start (local.get $other))
        (loop $parts
          (local.set $n (i32.shr_u (i32.sub (i32.load (local.get $at)) (local.get $start)) (i32.const 3)))
          (call $find_extent (local.get $start) (local.get $n))
          (call $range
            (local.get $start)
            (i32.add (local.get $from) (i32.sub (local.get $start) (local.get $other)))
            (local.get $n)
            (i32.add (local.get $to) (i32.sub (local.get $start) (local.get $other)))
            (i32.const 0))
          (local.set $start (i32.load (local.get $at)))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (br_if $parts (i32.lt_u (local.get $at) (local.get $end))))
        (return)))

    (call $count (local.get $from) (local.get $end) (i32.const 8) (local.get $least) (local.get $scale) (i32.const 11) (i32.const 8192))
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

  (func $find_extent (param $at i32) (param $n i32)
    (local $end i32)
    (local $value f64) (local $least f64) (local $most f64)
    (local.set $least (f64.const inf))
    (local.set $most (f64.const -inf))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $n) (i32.const 3))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $value (f64.load (local.get $at)))
        (if (f64.lt (local.get $value) (local.get $least)) (then (local.set $least (local.get $value))))
        (if (f64.gt (local.get $value) (local.get $most)) (then (local.set $most (local.get $value))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $next)))
    (f64.store (i32.const 20488) (local.get $least))
    (f64.store (i32.const 20496) (local.get $most)))

  ;; Counts at 0 the low digits of the keys of the values that lie `step` bytes apart, and at `counters` what is left of
  ;; the keys after `shift`. A key is rounded to the last places of a number that has no others.
  (func $count (param $from i32) (param $end i32) (param $step i32) (param $least f64) (param $scale f64) (param $shift i32) (param $counters i32)
    (local $key i32) (local $slot i32)
    (call $clear (i32.const 0) (i32.const 8192))
    (call $clear (local.get $counters) (i32.add (local.get $counters) (i32.shr_u (i32.const 16777216) (local.get $shift))))
    (loop $next
      (local.set $key (i32.wrap_i64 (i64.reinterpret_f64 (f64.add
        (f64.mul (f64.sub (f64.load (local.get $from)) (local.get $least)) (local.get $scale))
        (f64.const 4503599627370496)))))
      (local.set $slot (i32.shl (i32.and (local.get $key) (i32.const 2047)) (i32.const 2)))
      (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1)))
      (local.set $slot (i32.add (local.get $counters)
        (i32.shl (i32.shr_u (local.get $key) (local.get $shift)) (i32.const 2))))
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

  ;; Walks two sorted arrays of n and m values, an infinity after each, in the order of their values: from two places at
  ;; once, so many steps from each, because a step has to wait for the one before it. Leaves at 20480, for each walk:
  ;; the largest distance of the distribution functions in steps of 1/(n·m), read after all ties at a value; the value
  ;; where it is; and the area between the functions. The pointers move by arithmetic, not by branches, which could not
  ;; be predicted.
  (func (export "gaps")
    (param $n i32) (param $m i32) (param $steps i32)
    (param $x1 i32) (param $y1 i32) (param $gap1 f64) (param $previous1 f64)
    (param $x2 i32) (param $y2 i32) (param $gap2 f64) (param $previous2 f64)
    (local $isX i32) (local $at i32)
    (local $up f64) (local $down f64) (local $unit f64) (local $value f64) (local $height f64)
    (local $largest1 f64) (local $location1 f64) (local $area1 f64)
    (local $largest2 f64) (local $location2 f64) (local $area2 f64)
    (local.set $up (f64.convert_i32_u (local.get $m)))
    (local.set $down (f64.convert_i32_u (local.get $n)))
    (local.set $unit (f64.div (f64.const 1) (f64.mul (local.get $up) (local.get $down))))
    (local.set $location1 (local.get $previous1))
    (local.set $location2 (local.get $previous2))
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
    (f64.store (i32.const 20504) (local.get $largest2))
    (f64.store (i32.const 20512) (local.get $location2))
    (f64.store (i32.const 20520) (local.get $area2))))
