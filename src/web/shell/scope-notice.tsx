import { formatInstant, formatZone } from '../format/time.ts';
import { useZone } from '../state/preferences.ts';
import { Banner } from '../ui/banner.tsx';
import { LongName } from '../ui/long-name.tsx';
import { useView } from '../url/use-view.ts';
import styles from './scope-notice.module.css';
import { segmentText } from './segment-text.ts';
import { useNow } from './use-now.ts';

/** Says that only some of the rows are shown, and lets each restriction go. Segments are those of a stage. */
export function ScopeNotice({ isOfStage }: { isOfStage: boolean }) {
  const { view } = useView();
  return (
    <>
      {view.known !== undefined && <KnownAt knownMs={Date.parse(view.known)} />}
      {isOfStage && <SegmentNotice />}
    </>
  );
}

function KnownAt({ knownMs }: { knownMs: number }) {
  const { setView } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  return (
    <Banner
      severity="info"
      action={
        <button type="button" onClick={() => setView({ known: undefined })}>
          Show as known now
        </button>
      }
    >
      As known at {formatInstant(knownMs, zone, nowMs)} {formatZone(zone, knownMs)}: the figures, charts,
      drift and quality leave out the rows and labels that came in later.
    </Banner>
  );
}

/** Says to which rows of a stage the page is narrowed. */
export function SegmentNotice() {
  const { view, setView } = useView();
  const texts = view.seg;
  if (texts.length === 0) return null;
  return (
    <Banner
      severity="info"
      action={
        texts.length > 1 && (
          <button type="button" onClick={() => setView({ seg: [] })}>
            Show all rows
          </button>
        )
      }
    >
      <span className={styles.segments}>
        Only rows with
        {texts.map((text) => (
          <SegmentTag
            key={text}
            label={segmentText(text)}
            onRemove={() => setView({ seg: texts.filter((other) => other !== text) })}
          />
        ))}
      </span>
    </Banner>
  );
}

function SegmentTag({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <span className={styles.segment}>
      <LongName name={label} most={48} />
      <button type="button" data-kind="plain" aria-label={`Remove ${label}`} onClick={onRemove}>
        ×
      </button>
    </span>
  );
}
