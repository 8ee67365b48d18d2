/** A section of a page, as the search index has it. */
export interface SearchEntry {
  /** The address of the section, from any page. */
  id: string;
  /** The name of the page in the navigation. */
  page: string;
  title: string;
  text: string;
}
