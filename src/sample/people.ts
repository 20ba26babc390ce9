/** Who works with the sample pipelines: one of each role, so that handing over and deciding in pairs can be tried. */
export const samplePeople = [
  { id: 'ada', name: 'Ada Moreau', role: 'engineer' },
  { id: 'bo', name: 'Bo Lindqvist', role: 'on-call' },
  { id: 'chen', name: 'Chen Wei', role: 'approver' },
  { id: 'dana', name: 'Dana Okafor', role: 'admin' },
  { id: 'vic', name: 'Vic Tanaka', role: 'viewer' },
] as const;
