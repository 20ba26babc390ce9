/** What the engine's process tells its parent. */
export type EngineReport = { type: 'listening' } | { type: 'failed'; reason: string };

/** What the parent asks of it. */
export type EngineOrder = { type: 'close' };
