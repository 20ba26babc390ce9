import { chance, pick, type Random } from './random.ts';

export type Language = 'en' | 'de' | 'fr' | 'es' | 'it';

/** What people say to a device, as the recogniser writes it: lower case, no punctuation. */
const phrases: Record<Language, { requests: string[]; questions: string[]; tails: string[] }> = {
  en: {
    requests: [
      'turn on the light',
      'turn off the heating',
      'play some quiet music',
      'set a timer for ten minutes',
      'call my sister',
      'add milk to the shopping list',
      'close the blinds',
      'stop',
    ],
    questions: [
      'how will the weather be',
      'when does the next train leave',
      'what time is it',
      'how long does the drive home take',
      'is the window open',
    ],
    tails: [
      'in the kitchen',
      'in the living room',
      'tomorrow morning',
      'please',
      'right now',
      'this evening',
    ],
  },
  de: {
    requests: [
      'mach das licht an',
      'stell die heizung aus',
      'spiel ruhige musik',
      'stell den wecker auf sieben',
      'ruf meine schwester an',
      'schreib milch auf die liste',
      'halt',
    ],
    questions: [
      'wie wird das wetter',
      'wann fährt der nächste zug',
      'wie spät ist es',
      'wie lange dauert die fahrt nach hause',
    ],
    tails: ['in der küche', 'im wohnzimmer', 'morgen früh', 'bitte', 'heute abend'],
  },
  fr: {
    requests: [
      'allume la lumière',
      'éteins le chauffage',
      'joue de la musique douce',
      'mets un minuteur de dix minutes',
      'appelle ma sœur',
      'ajoute du lait à la liste',
      'arrête',
    ],
    questions: [
      'quel temps fera-t-il',
      'quand part le prochain train',
      'quelle heure est-il',
      'combien de temps pour rentrer',
    ],
    tails: ['dans la cuisine', 'dans le salon', 'demain matin', 's’il te plaît', 'ce soir'],
  },
  es: {
    requests: [
      'enciende la luz',
      'apaga la calefacción',
      'pon música tranquila',
      'pon una alarma a las siete',
      'llama a mi hermana',
      'añade leche a la lista',
      'para',
    ],
    questions: [
      'qué tiempo hará',
      'cuándo sale el próximo tren',
      'qué hora es',
      'cuánto se tarda en llegar a casa',
    ],
    tails: ['en la cocina', 'en el salón', 'mañana temprano', 'por favor', 'esta noche'],
  },
  it: {
    requests: [
      'accendi la luce',
      'spegni il riscaldamento',
      'metti musica tranquilla',
      'imposta la sveglia alle sette',
      'chiama mia sorella',
      'aggiungi il latte alla lista',
      'basta',
    ],
    questions: [
      'che tempo farà',
      'quando parte il prossimo treno',
      'che ore sono',
      'quanto ci vuole per tornare a casa',
    ],
    tails: ['in cucina', 'in salotto', 'domani mattina', 'per favore', 'stasera'],
  },
};

export type Utterance = { transcript: string; isQuestion: boolean };

export function sayPhrase(random: Random, language: Language): Utterance {
  const { requests, questions, tails } = phrases[language];
  const isQuestion = chance(random, 0.3);
  const core = pick(random, isQuestion ? questions : requests);
  return { transcript: chance(random, 0.45) ? `${core} ${pick(random, tails)}` : core, isQuestion };
}

export function punctuate({ transcript, isQuestion }: Utterance): string {
  return transcript.charAt(0).toUpperCase() + transcript.slice(1) + (isQuestion ? '?' : '.');
}
