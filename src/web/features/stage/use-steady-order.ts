import { useRef, useState } from 'react';

/**
 * The order of `wanted`, but held while pointer or focus is inside, so that nothing moves under a hand. What is new
 * meanwhile joins at the end. Spread `watch` on the element around.
 */
export function useSteadyOrder(wanted: readonly string[]) {
  const [isHeld, setHeld] = useState(false);
  const hovered = useRef(false);
  const focused = useRef(false);
  const update = () => setHeld(hovered.current || focused.current);
  const [shown, setShown] = useState(wanted);
  const order = isHeld
    ? [...shown.filter((id) => wanted.includes(id)), ...wanted.filter((id) => !shown.includes(id))]
    : wanted;
  if (order.join('\n') !== shown.join('\n')) setShown(order);
  return {
    order,
    watch: {
      onPointerEnter() {
        hovered.current = true;
        update();
      },
      onPointerLeave() {
        hovered.current = false;
        update();
      },
      onFocus() {
        focused.current = true;
        update();
      },
      onBlur() {
        focused.current = false;
        update();
      },
    },
  };
}
