/** Red, green and blue from 0 to 1 of `#rrggbb`. */
export function channelsOf(color: string): [red: number, green: number, blue: number] {
  const part = (from: number) => Number.parseInt(color.slice(from, from + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}

/** `#rrggbb` of channels from 0 to 1. */
export const colorOf = (channels: readonly number[]): string =>
  `#${channels
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** The contrast ratio of WCAG 2.2, from 1 to 21, of two colours `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(color: string): number {
  const [red, green, blue] = channelsOf(color);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

const linear = (channel: number) =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
