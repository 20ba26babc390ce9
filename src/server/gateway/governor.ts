import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Automation } from '#contract/automation.ts';
import type { Prediction } from '#contract/prediction.ts';
import { isAudited } from '#control/automation/answer-use.ts';
import { casesOf, judgeAnswer, reviewReason, type JudgedAnswer } from './judge-answer.ts';
import { refuse } from './request-body.ts';
import type { ReviewIntake } from './review-intake.ts';
import { jsonOf, rowsOfExchange } from './rows-of-exchange.ts';

/** One exchange as the governor sees it; without an answer the model was not asked. */
type Governed = Omit<Parameters<typeof rowsOfExchange>[0], 'isAsked'> & { automation: Automation };
export type ModelAnswer = { status: number; headers: IncomingHttpHeaders };

/** Lets answers of models pass only as far as the automation of their stage allows. */
export interface Governor {
  /** In place of a model that is not asked: people decide. */
  withhold(request: Governed, response: ServerResponse): Promise<JudgedAnswer>;
  /** Passes an answer on, or hands the request to people in its place. */
  deliver(
    exchange: Governed & { answered: Buffer },
    answer: ModelAnswer,
    response: ServerResponse,
  ): Promise<JudgedAnswer>;
  /** An answer that has passed: a random sample goes to people all the same. */
  audit(exchange: Governed & { answered: Buffer }): JudgedAnswer;
}

export const decisionHeader = 'x-anchorwatch-decision';

export function createGovernor({
  intake,
  onTrouble,
  newId = randomUUID,
}: {
  intake: ReviewIntake;
  onTrouble: (trouble: unknown) => void;
  newId?: () => string;
}): Governor {
  /** Nobody waits for it: what the queue cannot take is missing from the sample, and told. */
  function queueQuietly(...cases: Parameters<typeof casesOf>): void {
    intake.offer(casesOf(...cases)).catch(onTrouble);
  }

  async function handToPeople(
    { automation, requestId }: Governed,
    { rows, judged, isAsked }: { rows: Prediction[]; judged: JudgedAnswer; isAsked: boolean },
    response: ServerResponse,
  ): Promise<void> {
    const reason = reviewReason(automation, judged) ?? 'unsure';
    const cases = casesOf(rows, { reason, newId, isAsked });
    try {
      await intake.offer(cases);
    } catch (trouble) {
      onTrouble(trouble);
      return refuse(response, 503, 'people decide here, and their queue cannot take this request now');
    }
    const reviews = cases.map(({ id }) => ({ id, path: `/api/v1/reviews/${id}` }));
    const body = { decision: 'people', reason: judged.use, requestId, reviews };
    send(response, 202, 'people', automation, body);
  }

  return {
    async withhold(request, response) {
      const { automation, requestId } = request;
      const rows = rowsOfExchange({ ...request, isAsked: false });
      const drawn = isAudited(automation.setting, automation.salt, requestId);
      const judged: JudgedAnswer = { use: 'people', isAudited: drawn, score: undefined };
      await handToPeople(request, { rows, judged, isAsked: false }, response);
      return judged;
    },
    async deliver(exchange, { status, headers }, response) {
      const { automation } = exchange;
      const { rows, judged } = judge(exchange);
      const reason = reviewReason(automation, judged);
      switch (judged.use) {
        case 'automatic':
        case 'suggestion':
          if (reason) queueQuietly(rows, { reason, newId, isAsked: true });
          pass(response, status, { ...headers, [decisionHeader]: judged.use }, exchange);
          break;
        case 'people':
          await handToPeople(exchange, { rows, judged, isAsked: true }, response);
          break;
        case 'unsure':
        case 'unscored': {
          const { whenUnsure } = automation.setting;
          if (whenUnsure.kind === 'review') {
            await handToPeople(exchange, { rows, judged, isAsked: true }, response);
          } else {
            if (reason) queueQuietly(rows, { reason, newId, isAsked: true });
            send(response, 200, 'fallback', automation, whenUnsure.answer);
          }
        }
      }
      return judged;
    },
    audit(exchange) {
      const { setting, salt } = exchange.automation;
      if (setting.scoreField === null && !isAudited(setting, salt, exchange.requestId))
        return { use: 'automatic', isAudited: false, score: undefined };
      const { rows, judged } = judge(exchange);
      if (judged.isAudited) queueQuietly(rows, { reason: 'audit', newId, isAsked: true });
      return judged;
    },
  };
}

function judge(exchange: Governed & { answered: Buffer }): { rows: Prediction[]; judged: JudgedAnswer } {
  const rows = rowsOfExchange(exchange);
  const { automation, version, requestId, answered } = exchange;
  const body = automation.setting.scoreField === null ? undefined : jsonOf(answered);
  return { rows, judged: judgeAnswer(automation, { version, requestId, rows, body }) };
}

function pass(
  response: ServerResponse,
  status: number,
  headers: IncomingHttpHeaders,
  { answered, automation }: { answered: Buffer; automation: Automation },
): void {
  response.writeHead(status, {
    ...headers,
    'content-length': String(answered.length),
    'x-anchorwatch-automation': String(automation.generation),
  });
  response.end(answered);
}

function send(
  response: ServerResponse,
  status: number,
  decision: 'people' | 'fallback',
  { generation }: Automation,
  body: unknown,
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    [decisionHeader]: decision,
    'x-anchorwatch-automation': String(generation),
  });
  response.end(JSON.stringify(body));
}
