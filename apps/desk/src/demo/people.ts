/** Invented people. Their addresses end in example.com, which no one can own. */
export const PEOPLE: readonly string[] = [
  'Amara Nwosu',
  'Ben Halvorsen',
  'Camila Restrepo',
  'Dmitri Aleksandrov',
  'Elif Yıldız',
  'Farah Siddiqui',
  'Gustav Ekström',
  'Hana Kobayashi',
  'Ibrahim Diallo',
  'Jelena Marković',
  'Kwame Asante',
  'Leila Haddad',
  'Mateo Villalobos',
  'Ngozi Eze',
  'Oliver Brandt',
  'Priya Raghunathan',
  'Quentin Moreau',
  'Rosa Ferrante',
  'Samuel Okello',
  'Tuuli Virtanen',
  'Umar Farouk',
  'Valentina Petrova',
  'Wanjiru Kamau',
  'Xin Liang',
  'Yusuf Demir',
  'Zofia Nowak',
  'Anders Thorvald',
  'Beatriz Cardoso',
  'Chidi Obi',
  'Daphne Papadaki',
  'Emeka Adeyemi',
  'Freya Jónsdóttir',
  'Giorgio Bellini',
  'Hye-jin Park',
  'Ines Duarte',
  'Jamal Benali',
  'Katarina Horvat',
  'Liam O’Rourke',
  'Mina Rostami',
  'Nikhil Banerjee',
];

/** `amara.nwosu@example.com` */
export function emailOf(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll('ı', 'i')
    .replaceAll(/[^A-Za-z -]/g, '');
  return `${plain.toLowerCase().replaceAll(' ', '.')}@example.com`;
}
