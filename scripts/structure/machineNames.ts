/**
 * What ties a file of `deploy` to one machine or one company: a home folder, a folder of somebody's checkout, or the host
 * of a registry. Examples name `images.example.com`.
 */
export function machineNamesIn(text: string): string[] {
  const folders = text.match(/(?<![\w/.-])(?:\/root|\/home|\/Users|\/work)(?=[/\s'",:]|$)\S*|~\/\S*/gm) ?? [];
  const images = [...text.matchAll(/^\s*(?:FROM|(?:- )?image:)\s+(?:--\S+\s+)*['"]?([^\s'"]+)/gm)].flatMap(
    ([, image = '']) => ((hostOf(image) ?? EXAMPLE) === EXAMPLE ? [] : [image]),
  );
  const registries = text.match(/\bhttps?:\/\/[^\s/'"]*(?:registry|npm|mirror|proxy)[^\s'"]*/g) ?? [];
  return [...folders, ...images, ...registries.filter((url) => !url.includes(EXAMPLE))];
}

const EXAMPLE = 'images.example.com';

/** An image has a host if what stands before its first slash could be one; otherwise it is in the program's own registry. */
function hostOf(image: string): string | undefined {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : undefined;
}
