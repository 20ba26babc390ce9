;; The inner loops of every comparison on rows: `sort` puts float64 values in order, `gaps` walks two sorted arrays.
;; `npm run kernel:build` assembles this file into row-kernel-bytes.ts. It imports nothing and allocates nothing; the
;; caller lays out the memory:
;;
;;   0     2048 counters or write addresses of one radix pass, i32
;;   8192  smallest and largest key of `encode`, i64; or the three results of `gaps`, f64
;;   8256  values and scratch space, 8 bytes each
(module
  (memory (export "memory") 1)

  ;; Sorts n values in place by their bit patterns, from the least significant digit of 11 bits up, and returns how many
  ;; are left: NaN and infinities are dropped, −0 becomes 0.
  ;;
  ;; Only as many leading bits are sorted by as tell most of n values apart: log2(n) + 1 of the mantissa, and the bits
  ;; above it in which the values differ at all. The few neighbours still out of order are put right by insertion.
  ;; Where that would take more than 4 moves a value, all bits are sorted by.
  (func (export "sort") (param $values i32) (param $scratch i32) (param $n i32) (result i32)
    (local $from i32) (local $to i32) (local $swap i32)
    (local $top i32) (local $wanted i32) (local $start i32) (local $shift i32)
    (local.set $n (call $encode (local.get $values) (local.get $n)))
    (local.set $top (i32.sub (i32.const 64) (i32.wrap_i64
      (i64.clz (i64.xor (i64.load (i32.const 8192)) (i64.load (i32.const 8200)))))))
    (local.set $wanted (i32.sub (i32.const 33) (i32.clz (local.get $n))))
    (if (i32.gt_s (local.get $top) (i32.const 52))
      (then (local.set $wanted (i32.add (local.get $wanted) (i32.sub (local.get $top) (i32.const 52))))))
    ;; whole digits
    (local.set $wanted (i32.mul (i32.const 11) (i32.div_u (i32.add (local.get $wanted) (i32.const 10)) (i32.const 11))))
    (local.set $start (i32.sub (local.get $top) (local.get $wanted)))
    (if (i32.lt_s (local.get $start) (i32.const 0)) (then (local.set $start (i32.const 0))))
    (loop $attempt
      (local.set $from (local.get $values))
      (local.set $to (local.get $scratch))
      (local.set $shift (local.get $start))
      (block $sorted
        (loop $digits
          (br_if $sorted (i32.ge_s (local.get $shift) (local.get $top)))
          (if (call $pass (local.get $from) (local.get $to) (local.get $n) (i64.extend_i32_u (local.get $shift)))
            (then
              (local.set $swap (local.get $from))
              (local.set $from (local.get $to))
              (local.set $to (local.get $swap))))
          (local.set $shift (i32.add (local.get $shift) (i32.const 11)))
          (br $digits)))
      (if (i32.eqz (call $decode (local.get $from) (local.get $values) (local.get $n)))
        (then
          (drop (call $encode (local.get $values) (local.get $n)))
          (local.set $start (i32.const 0))
          (br $attempt))))
    (local.get $n))

  ;; Keys whose order as unsigned integers is that of the values: negative ones inverted, others with the sign bit set.
  (func $encode (param $values i32) (param $n i32) (result i32)
    (local $from i32) (local $to i32) (local $end i32)
    (local $bits i64) (local $least i64) (local $most i64)
    (local.set $from (local.get $values))
    (local.set $to (local.get $values))
    (local.set $end (i32.add (local.get $values) (i32.shl (local.get $n) (i32.const 3))))
    (local.set $least (i64.const -1))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $bits (i64.reinterpret_f64 (f64.add (f64.load (local.get $from)) (f64.const 0))))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (br_if $next (i64.eq
          (i64.and (local.get $bits) (i64.const 0x7ff0000000000000))
          (i64.const 0x7ff0000000000000)))
        (local.set $bits (i64.xor (local.get $bits)
          (i64.or (i64.shr_s (local.get $bits) (i64.const 63)) (i64.const 0x8000000000000000))))
        (if (i64.lt_u (local.get $bits) (local.get $least)) (then (local.set $least (local.get $bits))))
        (if (i64.gt_u (local.get $bits) (local.get $most)) (then (local.set $most (local.get $bits))))
        (i64.store (local.get $to) (local.get $bits))
        (local.set $to (i32.add (local.get $to) (i32.const 8)))
        (br $next)))
    (if (i32.eq (local.get $to) (local.get $values)) (then (local.set $least (local.get $most))))
    (i64.store (i32.const 8192) (local.get $least))
    (i64.store (i32.const 8200) (local.get $most))
    (i32.shr_u (i32.sub (local.get $to) (local.get $values)) (i32.const 3)))

  ;; Distributes n > 0 keys by the digit at `shift`, in order; returns 0, with nothing moved, where all have the same.
  (func $pass (param $from i32) (param $to i32) (param $n i32) (param $shift i64) (result i32)
    (local $at i32) (local $end i32) (local $slot i32) (local $count i32)
    (local $key i64)
    (loop $clear
      (i64.store (local.get $at) (i64.const 0))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $clear (i32.lt_u (local.get $at) (i32.const 8192))))
    (local.set $at (local.get $from))
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $n) (i32.const 3))))
    (loop $count_digits
      (local.set $slot (call $slot (i64.load (local.get $at)) (local.get $shift)))
      (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $count_digits (i32.lt_u (local.get $at) (local.get $end))))
    (if (i32.eq (i32.load (local.get $slot)) (local.get $n)) (then (return (i32.const 0))))
    ;; counts become the addresses at which the keys of each digit begin
    (local.set $slot (i32.const 0))
    (loop $add_up
      (local.set $count (i32.load (local.get $slot)))
      (i32.store (local.get $slot) (local.get $to))
      (local.set $to (i32.add (local.get $to) (i32.shl (local.get $count) (i32.const 3))))
      (local.set $slot (i32.add (local.get $slot) (i32.const 4)))
      (br_if $add_up (i32.lt_u (local.get $slot) (i32.const 8192))))
    (loop $scatter
      (local.set $key (i64.load (local.get $from)))
      (local.set $slot (call $slot (local.get $key) (local.get $shift)))
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

  ;; Writes the values of n keys to `to`, which may be where they come from, and inserts each where it belongs. After 4·n
  ;; moves the rest is only written; returns whether the values are in order.
  (func $decode (param $from i32) (param $to i32) (param $n i32) (result i32)
    (local $start i32) (local $end i32) (local $at i32) (local $moves i32)
    (local $bits i64)
    (local $value f64) (local $previous f64)
    (local.set $start (local.get $to))
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $n) (i32.const 3))))
    (local.set $moves (i32.add (i32.shl (local.get $n) (i32.const 2)) (i32.const 1)))
    (local.set $previous (f64.const -inf))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $to) (local.get $end)))
        (local.set $bits (i64.load (local.get $from)))
        (local.set $value (f64.reinterpret_i64 (i64.xor (local.get $bits)
          (i64.or
            (i64.shr_s (i64.xor (local.get $bits) (i64.const -1)) (i64.const 63))
            (i64.const 0x8000000000000000)))))
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

  ;; Walks both sorted arrays (n, m > 0) in the order of their values and leaves at 8192: the largest distance of the
  ;; distribution functions in steps of 1/(n·m), read after all ties at a value; the value where it is; and the area
  ;; between the functions. The pointers move by arithmetic, not by branches, which could not be predicted.
  (func (export "gaps") (param $x i32) (param $n i32) (param $y i32) (param $m i32)
    (local $xEnd i32) (local $yEnd i32) (local $isX i32) (local $at i32)
    (local $up f64) (local $down f64) (local $unit f64)
    (local $value f64) (local $previous f64)
    (local $gap f64) (local $height f64) (local $largest f64) (local $location f64) (local $area f64)
    (local.set $xEnd (i32.add (local.get $x) (i32.shl (local.get $n) (i32.const 3))))
    (local.set $yEnd (i32.add (local.get $y) (i32.shl (local.get $m) (i32.const 3))))
    (local.set $up (f64.convert_i32_u (local.get $m)))
    (local.set $down (f64.convert_i32_u (local.get $n)))
    (local.set $unit (f64.div (f64.const 1) (f64.mul (local.get $up) (local.get $down))))
    (local.set $previous (f64.min (f64.load (local.get $x)) (f64.load (local.get $y))))
    (local.set $location (local.get $previous))
    (block $done
      (loop $next
        (if (i32.lt_u (local.get $x) (local.get $xEnd))
          (then
            (if (i32.lt_u (local.get $y) (local.get $yEnd))
              (then (local.set $isX (f64.le (f64.load (local.get $x)) (f64.load (local.get $y)))))
              (else (local.set $isX (i32.const 1)))))
          (else
            (br_if $done (i32.ge_u (local.get $y) (local.get $yEnd)))
            (local.set $isX (i32.const 0))))
        (local.set $at (i32.add (local.get $y)
          (i32.and (i32.sub (local.get $x) (local.get $y)) (i32.sub (i32.const 0) (local.get $isX)))))
        (local.set $value (f64.load (local.get $at)))
        (local.set $height (f64.abs (local.get $gap)))
        (if (f64.gt (local.get $height) (local.get $largest))
          (then
            (if (f64.gt (local.get $value) (local.get $previous))
              (then
                (local.set $largest (local.get $height))
                (local.set $location (local.get $previous))))))
        (local.set $area (f64.add (local.get $area) (f64.mul
          (f64.mul (local.get $height) (local.get $unit))
          (f64.sub (local.get $value) (local.get $previous)))))
        (local.set $previous (local.get $value))
        (local.set $gap (f64.sub
          (f64.add (local.get $gap) (f64.mul (f64.convert_i32_u (local.get $isX)) (f64.add (local.get $up) (local.get $down))))
          (local.get $down)))
        (local.set $isX (i32.shl (local.get $isX) (i32.const 3)))
        (local.set $x (i32.add (local.get $x) (local.get $isX)))
        (local.set $y (i32.add (local.get $y) (i32.sub (i32.const 8) (local.get $isX))))
        (br $next)))
    (f64.store (i32.const 8192) (local.get $largest))
    (f64.store (i32.const 8200) (local.get $location))
    (f64.store (i32.const 8208) (local.get $area))))
