/** Text in one line, cut where the space ends; the whole of it is in the title. */
export const Ellipsis = ({
  text,
  width = 220,
  mono,
}: {
  text: string;
  width?: number | string;
  mono?: boolean;
}) => (
  // Whatever the page's language, it is cut where it ends.
  <span dir="auto" className={mono ? 'cut mono' : 'cut'} title={text} style={{ maxWidth: width }}>
    {text}
  </span>
);
