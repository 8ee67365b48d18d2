import type { Locator, Page } from 'playwright-core';

/** Between two keys of somebody who types fast. */
const PAUSE_MS = 50;

/** Uses a page as a person does, and counts what it takes. */
export class PageUser {
  clicks = 0;
  /** A held modifier counts as a key. */
  keys = 0;
  /** Pasted from elsewhere, or a reason that is written: its letters are not counted. */
  texts = 0;
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async click(target: Locator): Promise<void> {
    await target.click();
    this.clicks += 1;
  }

  async press(...chords: string[]): Promise<void> {
    for (const chord of chords) {
      await this.page.waitForTimeout(PAUSE_MS);
      await this.page.keyboard.press(chord);
      this.keys += chord.split('+').length;
    }
  }

  /** A person waits until the page is ready for the next key. */
  async untilFocused(target: Locator): Promise<void> {
    await target.waitFor();
    const element = await target.elementHandle();
    await this.page.waitForFunction((found) => found === document.activeElement, element);
  }

  async write(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
    this.texts += 1;
  }

  /** Confirms the open dialog, once it knows whether it needs a second factor. */
  async confirm(...chords: string[]): Promise<void> {
    await this.page.getByRole('dialog').locator('button[type=submit]:enabled').waitFor();
    await this.press(...chords);
  }

  /** Pastes into the search of everything, and opens the first result of the group. */
  async find(text: string, group: string): Promise<void> {
    await this.press('/');
    const box = this.page.getByRole('combobox', { name: 'Search everything' });
    await this.untilFocused(box);
    await this.write(text);
    const results = this.page.getByRole('listbox', { name: 'Results' });
    const wanted = results.getByRole('group', { name: group }).getByRole('option').first();
    await wanted.waitFor();
    await this.page.getByLabel('Searching').waitFor({ state: 'detached' });
    const before = await results
      .getByRole('option')
      .evaluateAll(
        (options, first) => options.findIndex((one) => one.id === first),
        await wanted.getAttribute('id'),
      );
    for (let n = 0; n < before; n += 1) await this.press('ArrowDown');
    await this.press('Enter');
  }

  /** Opens the first row of the list on the page. */
  async openFirst(): Promise<void> {
    await this.page.locator('tr[data-row]').first().waitFor();
    await this.press('j', 'Enter');
  }
}
