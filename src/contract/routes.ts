import { z } from 'zod';
import { Bands } from './bands.ts';
import { columnsMediaType } from './columns.ts';
import { EventKind, eventKinds, PipelineEvent } from './event.ts';
import { Examples } from './example.ts';
import { frameLimits } from './frame.ts';
import { LabelCoverage } from './labels.ts';
import { Health } from './health.ts';
import { MetricGroup } from './metric.ts';
import { MetricSetting } from './metric-settings.ts';
import { Catalogue, Overview, Pipeline, PipelineDefinition } from './pipeline.ts';
import { IngestReceipt, Name } from './prediction.ts';
import { Note, NoteRequest } from './note.ts';
import { Problem } from './problem.ts';
import { MetricComparison, Reference, ReferenceRequest, ReferenceWarning } from './reference.ts';
import { Runs } from './run.ts';
import { SavedView, SavedViewRequest } from './saved-view.ts';
import { SegmentText } from './segment.ts';
import { RequestOrder, RequestSummary, RequestTrace } from './request.ts';
import { RepeatedOutputs } from './repeated-outputs.ts';
import { Series } from './series.ts';
import { SiteState } from './site.ts';
import { Status } from './status.ts';

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});
const items = <T extends z.ZodType>(schema: T) => z.object({ items: z.array(schema) });
const columns = (description: string) => ({
  description,
  content: { [columnsMediaType]: { schema: z.string().meta({ format: 'binary' }) } },
});

export const refusals = {
  400: problem('the request is not understood'),
  404: problem('no such thing'),
} as const;

interface RouteLike {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  tags: string[];
  summary: string;
  request?: object;
  responses: object;
}
/** Keeps method and path literal, and arrays mutable, as the server's router wants them. */
const route = <const R extends RouteLike>(definition: R): R => definition;

const instant = z.iso.datetime({ offset: true });
const pipelineParam = z.object({ pipeline: Name });

const listOf = <T extends z.ZodType>(item: T, most: number) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item).max(most)).optional();

/** One slice of time of a stage, and what narrows it. */
const stageWindow = z.object({
  stage: Name,
  from: instant,
  to: instant,
  version: Name.optional(),
  role: z
    .enum(['live', 'shadow', 'reference'])
    .default('live')
    .describe('reference: rows sent for the reference whose id is the version'),
  knownAt: instant.optional().describe('only what had been received by then'),
  seg: listOf(SegmentText, 50).describe(
    'metric:value of a categorical metric, or site:value; of one metric any of the values, of different metrics all',
  ),
});
const stepSeconds = z.coerce
  .number()
  .int()
  .min(60)
  .max(366 * 86_400)
  .describe('width of a slot, a multiple of 60');
const metricList = listOf(Name, 500);

const eventsWindow = z.object({
  from: instant,
  to: instant,
  kind: listOf(EventKind, eventKinds.length).describe('default: all kinds'),
});

const ingestRequest = {
  query: z.object({
    partial: z
      .enum(['true', 'false'])
      .default('false')
      .describe('true: store the good records of a batch with bad ones'),
  }),
  headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
};
const ingestResponses = {
  200: json(IngestReceipt, 'the records are durable'),
  400: problem('not JSON'),
  413: problem('the body is too large'),
  415: problem('the content type or encoding is not taken'),
  422: problem('a record is refused, or the Idempotency-Key was used for another body'),
  503: problem('the batch cannot be taken now: send it again later'),
} as const;
const ingest = (path: string, summary: string) =>
  ({
    method: 'post',
    path,
    tags: ['ingest'],
    summary,
    request: ingestRequest,
    responses: ingestResponses,
  }) as const;

/** The API, once: the server validates with it, the page's client is typed by it, OpenAPI and the mocks come from it. */
export const routes = {
  ingestPredictions: route({ ...ingest('/api/v1/predictions', 'take prediction records'), tags: ['ingest'] }),
  ingestLabels: route({ ...ingest('/api/v1/labels', 'take labels that became known'), tags: ['ingest'] }),
  ingestSamples: route({ ...ingest('/api/v1/samples', 'take resource samples'), tags: ['ingest'] }),
  status: route({
    method: 'get',
    path: '/api/v1/status',
    tags: ['operation'],
    summary: 'version, clock and sample data',
    responses: { 200: json(Status, 'status') },
  }),
  listPipelines: route({
    method: 'get',
    path: '/api/v1/pipelines',
    tags: ['pipelines'],
    summary: 'all pipelines, declared or found in the log',
    responses: { 200: json(items(Pipeline), 'pipelines') },
  }),
  putPipeline: route({
    method: 'put',
    path: '/api/v1/pipelines/{pipeline}',
    tags: ['pipelines'],
    summary: 'declare stages, edges and targets',
    request: {
      params: pipelineParam,
      body: { required: true, content: { 'application/json': { schema: PipelineDefinition } } },
    },
    responses: { 200: json(Pipeline, 'the pipeline'), ...refusals },
  }),
  catalogue: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/metrics',
    tags: ['pipelines'],
    summary: 'the metrics of each stage',
    request: { params: pipelineParam },
    responses: { 200: json(Catalogue, 'catalogue'), ...refusals },
  }),
  uploadReference: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/reference-uploads',
    tags: ['references'],
    summary: 'freeze rows that are not in the log, such as a training set, as a baseline',
    request: {
      params: pipelineParam,
      query: z.object({ stage: Name, name: Name, modelVersion: Name.optional() }),
    },
    responses: {
      200: json(Reference, 'the reference'),
      ...refusals,
      413: problem('the body is too large: send a sample of the rows'),
      415: problem('the content type or encoding is not taken'),
      422: problem('a record is refused'),
      503: problem('the rows cannot be taken now: send them again later'),
    },
  }),
  assessReference: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/references/{id}/warnings',
    tags: ['references'],
    summary:
      'why it may not be a good baseline: too small, drifting itself, with a hole, of several versions',
    request: { params: pipelineParam.extend({ id: z.string().max(100) }) },
    responses: { 200: json(items(ReferenceWarning), 'warnings, none for a good one'), ...refusals },
  }),
  compareReferences: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/references/{id}/comparison',
    tags: ['references'],
    summary: 'how far another baseline lies from this one',
    request: {
      params: pipelineParam.extend({ id: z.string().max(100) }),
      query: z.object({ other: z.string().max(100) }),
    },
    responses: { 200: json(items(MetricComparison), 'metrics, the largest effect first'), ...refusals },
  }),
  listRuns: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/runs',
    tags: ['pipelines'],
    summary: 'the runs of a batch pipeline: what came of each, and when',
    request: { params: pipelineParam, query: z.object({ from: instant, to: instant }) },
    responses: { 200: json(Runs, 'runs'), ...refusals },
  }),
  listSites: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/sites',
    tags: ['pipelines'],
    summary: 'what each edge device or region sent',
    request: { params: pipelineParam, query: z.object({ from: instant, to: instant }) },
    responses: { 200: json(items(SiteState), 'sites and stages'), ...refusals },
  }),
  listMetricSettings: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/metric-settings',
    tags: ['pipelines'],
    summary: 'what the team has made of its metrics',
    request: { params: pipelineParam },
    responses: { 200: json(items(MetricSetting), 'settings; a metric nobody touched has none') },
  }),
  putMetricSettings: route({
    method: 'put',
    path: '/api/v1/pipelines/{pipeline}/metric-settings',
    tags: ['pipelines'],
    summary: 'pin, mute, rename metrics, set their units and directions',
    request: {
      params: pipelineParam,
      body: {
        required: true,
        content: {
          'application/json': { schema: z.object({ items: z.array(MetricSetting).min(1).max(500) }) },
        },
      },
    },
    responses: { 200: json(items(MetricSetting), 'all settings of the pipeline'), ...refusals },
  }),
  overview: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/overview',
    tags: ['pipelines'],
    summary: 'headline figures of each stage in a window',
    request: { params: pipelineParam, query: z.object({ from: instant, to: instant }) },
    responses: { 200: json(Overview, 'overview'), ...refusals },
  }),
  health: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/health',
    tags: ['pipelines'],
    summary: 'headline figures of each stage by slot',
    request: {
      params: pipelineParam,
      query: z.object({ from: instant, to: instant, step: stepSeconds }),
    },
    responses: { 200: json(Health, 'columns of each stage'), ...refusals },
  }),
  events: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/events',
    tags: ['events'],
    summary: 'what happened to a pipeline: versions, definitions, references, labels',
    request: { params: pipelineParam, query: eventsWindow },
    responses: { 200: json(items(PipelineEvent), 'events, oldest first'), ...refusals },
  }),
  allEvents: route({
    method: 'get',
    path: '/api/v1/events',
    tags: ['events'],
    summary: 'what happened to all pipelines',
    request: { query: eventsWindow },
    responses: { 200: json(items(PipelineEvent), 'events, oldest first'), ...refusals },
  }),
  series: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/series',
    tags: ['metrics'],
    summary: 'statistics of metrics over time',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        step: stepSeconds,
        group: MetricGroup.optional(),
        metric: metricList.describe('default: all metrics of the group'),
        since: z.string().max(40).optional().describe('cursor of an earlier answer'),
      }),
    },
    responses: { 200: json(Series, 'columns'), ...refusals },
  }),
  histograms: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/histograms',
    tags: ['metrics'],
    summary: 'counts per metric, slot and reference bin, for the drift map',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        step: stepSeconds,
        group: MetricGroup.optional().describe('default: inputs and outputs'),
        reference: z
          .string()
          .max(100)
          .optional()
          .describe('default: the newest named one, else the start of the log'),
      }),
    },
    responses: { 200: columns('typed-array container, see HistogramsHeader'), ...refusals },
  }),
  repeatedOutputs: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/repeated-outputs',
    tags: ['metrics'],
    summary: 'text outputs that came more than once',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({ limit: z.coerce.number().int().min(1).max(100).default(10) }),
    },
    responses: { 200: json(RepeatedOutputs, 'repeated outputs'), ...refusals },
  }),
  bands: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/bands',
    tags: ['metrics'],
    summary: 'what was usual in the window of a reference',
    request: {
      params: pipelineParam,
      query: z.object({
        stage: Name,
        step: stepSeconds,
        group: MetricGroup.optional(),
        seg: stageWindow.shape.seg,
        reference: z
          .string()
          .max(100)
          .optional()
          .describe('default: the newest named one, else the start of the log'),
      }),
    },
    responses: { 200: json(Bands, 'bands'), ...refusals },
  }),
  rows: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/rows',
    tags: ['metrics'],
    summary: 'the values themselves, bounded by a hash-stable sample',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        metric: Name,
        limit: z.coerce.number().int().min(1).max(1_000_000).default(100_000),
      }),
    },
    responses: {
      200: columns('typed-array container, see RowsHeader'),
      ...refusals,
      403: problem('the values are sensitive'),
    },
  }),
  frame: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/frame',
    tags: ['metrics'],
    summary: 'several metrics of the same rows, bounded by a hash-stable sample',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        metric: listOf(Name, frameLimits.metrics).describe('metric ids; version and site are columns, too'),
        limit: z.coerce.number().int().min(1).max(frameLimits.rows).default(50_000),
      }),
    },
    responses: { 200: columns('typed-array container, see FrameHeader'), ...refusals },
  }),
  examples: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/examples',
    tags: ['metrics'],
    summary: 'single rows of a stage; sensitive values stay on the server',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        metric: listOf(Name, 500).describe('default: all metrics'),
        order: z
          .enum(['latest', 'sample'])
          .default('latest')
          .describe('the latest rows, or the same random ones each time'),
        limit: z.coerce.number().int().min(1).max(50).default(50),
      }),
    },
    responses: { 200: json(Examples, 'rows'), ...refusals },
  }),
  listRequests: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/requests',
    tags: ['requests'],
    summary: 'requests of a window through all stages: the latest, slowest or failed ones',
    request: {
      params: pipelineParam,
      query: z.object({
        from: instant,
        to: instant,
        stage: Name.optional().describe('only requests that are recent, slow or failed there'),
        order: RequestOrder.default('recent').describe(
          'slowest: by the latency of their slowest stage; errors and nulls: the latest of these',
        ),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    },
    responses: { 200: json(items(RequestSummary), 'requests'), ...refusals },
  }),
  findRequest: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/requests/{requestId}',
    tags: ['requests'],
    summary: 'one request through all stages; sensitive values stay on the server',
    request: { params: pipelineParam.extend({ requestId: Name }) },
    responses: { 200: json(RequestTrace, 'the rows of the request'), ...refusals },
  }),
  labelCoverage: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/label-coverage',
    tags: ['labels'],
    summary: 'how many rows have a label, by slot, and how late they came',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        step: stepSeconds,
        reference: z.string().max(100).optional().describe('default: as for histograms'),
      }),
    },
    responses: { 200: json(LabelCoverage, 'coverage'), ...refusals },
  }),
  labelledRows: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/labelled-rows',
    tags: ['labels'],
    summary: 'rows with score, prediction and the label that was known, bounded by a hash-stable sample',
    request: {
      params: pipelineParam,
      query: stageWindow.extend({
        rows: z
          .enum(['labelled', 'all'])
          .default('labelled')
          .describe('all: rows without a label, too, in proportion'),
        limit: z.coerce.number().int().min(1).max(200_000).default(50_000),
      }),
    },
    responses: { 200: columns('typed-array container, see LabelledRowsHeader'), ...refusals },
  }),
  listReferences: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/references',
    tags: ['references'],
    summary: 'baselines, newest first',
    request: { params: pipelineParam, query: z.object({ stage: Name.optional() }) },
    responses: { 200: json(items(Reference), 'references'), ...refusals },
  }),
  createReference: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/references',
    tags: ['references'],
    summary: 'freeze a window as a baseline',
    request: {
      params: pipelineParam,
      body: { required: true, content: { 'application/json': { schema: ReferenceRequest } } },
    },
    responses: {
      200: json(Reference, 'the reference'),
      ...refusals,
      422: problem('the window holds no rows'),
    },
  }),
  createNote: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/notes',
    tags: ['events'],
    summary: 'write a note at an instant or span',
    request: {
      params: pipelineParam,
      body: { required: true, content: { 'application/json': { schema: NoteRequest } } },
    },
    responses: { 200: json(Note, 'the note'), ...refusals },
  }),
  deleteNote: route({
    method: 'delete',
    path: '/api/v1/pipelines/{pipeline}/notes/{id}',
    tags: ['events'],
    summary: 'take back a note of one’s own',
    request: { params: pipelineParam.extend({ id: z.string().max(100) }) },
    responses: { 200: json(Note, 'the note that was taken back'), ...refusals },
  }),
  listSavedViews: route({
    method: 'get',
    path: '/api/v1/saved-views',
    tags: ['saved views'],
    summary: 'pages that the team has kept, by name',
    responses: { 200: json(items(SavedView), 'views') },
  }),
  createSavedView: route({
    method: 'post',
    path: '/api/v1/saved-views',
    tags: ['saved views'],
    summary: 'keep a page under a name',
    request: { body: { required: true, content: { 'application/json': { schema: SavedViewRequest } } } },
    responses: { 200: json(SavedView, 'the view'), 400: refusals[400] },
  }),
  deleteSavedView: route({
    method: 'delete',
    path: '/api/v1/saved-views/{id}',
    tags: ['saved views'],
    summary: 'forget a kept page',
    request: { params: z.object({ id: z.string().max(100) }) },
    responses: { 200: json(SavedView, 'the view that was forgotten'), ...refusals },
  }),
};
