import { z } from 'zod';
import { Name } from '../prediction.ts';
import {
  ReviewAnswer,
  ReviewCase,
  ReviewDecisionRequest,
  ReviewOutcome,
  ReviewQueue,
  ReviewRequest,
} from '../review.ts';
import { json, problem, refusals } from './answers.ts';
import { route } from './route.ts';

const ofStage = z.object({ pipeline: Name, stage: Name });
const ofCase = z.object({ id: z.string().max(200) });
const notYours = { 409: problem('somebody else has the case, or has decided it') };

export const reviewRoutes = {
  reviewQueue: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/stages/{stage}/reviews',
    tags: ['reviews'],
    summary: 'how much waits for people, and how often they agreed with the model',
    request: { params: ofStage },
    responses: { 200: json(ReviewQueue, 'the queue'), ...refusals },
  }),
  createReview: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/stages/{stage}/reviews',
    tags: ['reviews'],
    summary: 'hand a case to people, where no gateway does',
    request: {
      params: ofStage,
      body: { required: true, content: { 'application/json': { schema: ReviewRequest } } },
    },
    responses: {
      200: json(ReviewAnswer, 'the case, whose answer is asked for by its id'),
      ...refusals,
      503: problem('too many cases wait already'),
    },
  }),
  takeReview: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/stages/{stage}/reviews/take',
    tags: ['reviews'],
    summary: 'the next case, yours for ten minutes: nobody else gets it meanwhile',
    request: { params: ofStage },
    responses: {
      200: json(z.object({ item: ReviewCase.nullable() }), 'null: nothing waits for you'),
      ...refusals,
    },
  }),
  findReview: route({
    method: 'get',
    path: '/api/v1/reviews/{id}',
    tags: ['reviews'],
    summary: 'whether people have decided, for the program that was told to wait',
    request: { params: ofCase },
    responses: { 200: json(ReviewAnswer, 'the answer, once there is one'), ...refusals },
  }),
  decideReview: route({
    method: 'post',
    path: '/api/v1/reviews/{id}/decide',
    tags: ['reviews'],
    summary: 'answer a case; the answer becomes the label of its request',
    request: {
      params: ofCase,
      body: { required: true, content: { 'application/json': { schema: ReviewDecisionRequest } } },
    },
    responses: { 200: json(ReviewOutcome, 'and what the model had said'), ...refusals, ...notYours },
  }),
  undoReview: route({
    method: 'post',
    path: '/api/v1/reviews/{id}/undo',
    tags: ['reviews'],
    summary: 'take back a decision of one’s own, within ten minutes: the case is yours again',
    request: { params: ofCase },
    responses: { 200: json(ReviewCase, 'the case'), ...refusals, ...notYours },
  }),
  skipReview: route({
    method: 'post',
    path: '/api/v1/reviews/{id}/skip',
    tags: ['reviews'],
    summary: 'leave a case to others: it does not come back to you',
    request: { params: ofCase },
    responses: { 200: json(ofCase, 'the case that was left'), ...refusals, ...notYours },
  }),
  releaseReview: route({
    method: 'post',
    path: '/api/v1/reviews/{id}/release',
    tags: ['reviews'],
    summary: 'give a case back, for anybody',
    request: { params: ofCase },
    responses: { 200: json(ofCase, 'the case that was given back'), ...refusals, ...notYours },
  }),
};
