import { CopyText } from './CopyText.tsx';
import { ExternalLink } from './ExternalLink.tsx';

/** A hash on the chain, with the explorer where one is known. */
export function ChainHash({ hash, explorerLink }: { hash: string | null; explorerLink: string | null }) {
  if (hash === null) return <span>–</span>;
  return (
    <>
      <CopyText text={hash} label="transaction hash" />
      {explorerLink && (
        <div>
          <ExternalLink href={explorerLink}>Look it up on the chain</ExternalLink>
        </div>
      )}
    </>
  );
}
