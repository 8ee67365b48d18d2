/** One value of a scrape: `name{label="x"} 1`. */
interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What Prometheus has stored: the samples of now, and those of the beginning of each range. */
export interface Stored {
  now: Sample[];
  before: Sample[];
}

/** The samples of a scraped text. */
export function parseScrape(text: string): Sample[] {
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels, value]) => ({
    name,
    labels: labelsOf(labels ?? ''),
    value: Number(value),
  }));
}

/**
 * Whether an expression of our alerts has a result, which is when Prometheus fires. It knows only what they use: the
 * comparison of selectors, `max`, `min`, `increase` and `delta` with numbers and each other, `and` and `or`.
 */
export function isFiring(expression: string, stored: Stored): boolean {
  return expression.split(' or ').some(
    (term) =>
      term
        .split(' and ')
        .map((one) => compare(one, stored))
        .reduce(both).length > 0,
  );
}

type Vector = Pick<Sample, 'labels' | 'value'>[];

const keyOf = (labels: Record<string, string>) =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b)));

const both = (left: Vector, right: Vector): Vector =>
  left.filter(({ labels }) => right.some((other) => keyOf(other.labels) === keyOf(labels)));

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

function compare(text: string, stored: Stored): Vector {
  const [, left = '', operator = '', right = ''] = /^(.+?) (>=|==|!=|>|<) (.+)$/.exec(text.trim()) ?? [];
  const holds = COMPARISONS[operator];
  if (holds === undefined) throw new Error(`not a comparison: ${text}`);
  const others = Number.isNaN(Number(right)) ? vectorOf(right, stored) : null;
  return vectorOf(left, stored).filter(({ labels, value }) => {
    const other =
      others === null ? Number(right) : others.find((one) => keyOf(one.labels) === keyOf(labels))?.value;
    return other !== undefined && holds(value, other);
  });
}

function vectorOf(text: string, stored: Stored): Vector {
  const [, name, inner = ''] = /^(max|min|increase|delta)\((.+)\)$/.exec(text) ?? [];
  if (name === undefined) return select(text, stored.now);
  if (name === 'max' || name === 'min') {
    const values = vectorOf(inner, stored).map(({ value }) => value);
    return values.length === 0 ? [] : [{ labels: {}, value: Math[name](...values) }];
  }
  const [, selector = ''] = /^(.+)\[\d+[mh]\]$/.exec(inner) ?? [];
  const before = select(selector, stored.before);
  return select(selector, stored.now).map(({ labels, value }) => ({
    labels,
    value: value - (before.find((one) => keyOf(one.labels) === keyOf(labels))?.value ?? 0),
  }));
}

function select(selector: string, samples: Sample[]): Vector {
  const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})?$/.exec(selector) ?? [];
  if (name === undefined) throw new Error(`not a selector: ${selector}`);
  const wanted = Object.entries(labelsOf(labels));
  return samples.filter(
    (sample) => sample.name === name && wanted.every(([label, value]) => sample.labels[label] === value),
  );
}

const labelsOf = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', value = '']) => [label, value]),
  );
