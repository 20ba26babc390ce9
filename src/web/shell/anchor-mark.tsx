export function AnchorMark() {
  return (
    <svg
      viewBox="0 0 32 32"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <circle cx="16" cy="6" r="3.5" />
      <path d="M16 9.5V29M10 14h12M4 18c0 7 5.5 11 12 11s12-4 12-11M4 18l-2 3M4 18l4 2M28 18l2 3M28 18l-4 2" />
    </svg>
  );
}
