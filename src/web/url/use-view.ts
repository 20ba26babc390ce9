import { useMemo } from 'react';
import { useRouter } from 'wouter';
import { formatView, parseView, type IgnoredParameter, type View } from './view.ts';

export type SetView = (patch: Partial<View>, options?: { replace?: boolean }) => void;

/**
 * The view in the URL, and the way to change it: a deliberate change pushes a history entry, a change that only
 * tidies up replaces it.
 */
export function useView(): { view: View; ignored: readonly IgnoredParameter[]; setView: SetView } {
  const { pathname, search, navigate } = useAddress();
  const parsed = useMemo(() => readView(search), [search]);
  return {
    ...parsed,
    setView: (patch, { replace = false } = {}) =>
      navigate(pathname + formatView({ ...parsed.view, ...patch }), { replace }),
  };
}

/** Relative bounds are compared with the clock once a change of URL, not once a render. */
function readView(search: string): ReturnType<typeof parseView> {
  return parseView(search, Date.now());
}

/**
 * Pathname and query as the browser holds them. The router's own hooks decode both once, which turns the encoded
 * name `50%2525` into one that cannot be told from `50%25`.
 */
export function useAddress(): {
  pathname: string;
  search: string;
  navigate: (to: string, options?: { replace?: boolean }) => void;
} {
  const router = useRouter();
  const [pathname, navigate] = router.hook(router);
  const search = router.searchHook(router);
  return { pathname, search, navigate };
}
