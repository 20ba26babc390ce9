import { useState } from 'react';
import { Banner } from '../ui/banner.tsx';
import { useAddress, useView } from '../url/use-view.ts';

const LONGEST_VALUE = 40;

/** Names what the link asked for and the page did not understand. */
export function ViewNotice() {
  const { ignored } = useView();
  const { search } = useAddress();
  const [dismissed, setDismissed] = useState<string>();
  if (ignored.length === 0 || dismissed === search) return null;

  const list = ignored.map(({ name, value }) => `${shorten(name)} = “${shorten(value)}”`).join(', ');
  return (
    <Banner
      severity="info"
      action={
        <button type="button" data-kind="plain" onClick={() => setDismissed(search)}>
          Close
        </button>
      }
    >
      This link says something that is not understood here and is left out: {list}.
    </Banner>
  );
}

function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
