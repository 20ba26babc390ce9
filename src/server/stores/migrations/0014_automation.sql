CREATE TABLE "automation_changes" (
	"pipeline" text NOT NULL,
	"stage" text NOT NULL,
	"generation" integer NOT NULL,
	"change" json NOT NULL,
	CONSTRAINT "automation_changes_pipeline_stage_generation_pk" PRIMARY KEY("pipeline","stage","generation")
);
--> statement-breakpoint
CREATE TABLE "automations" (
	"pipeline" text NOT NULL,
	"stage" text NOT NULL,
	"generation" integer NOT NULL,
	"automation" json NOT NULL,
	CONSTRAINT "automations_pipeline_stage_pk" PRIMARY KEY("pipeline","stage")
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" text PRIMARY KEY NOT NULL,
	"position" serial NOT NULL,
	"pipeline" text NOT NULL,
	"stage" text NOT NULL,
	"request_id" text NOT NULL,
	"version" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"fields" json,
	"suggestion" json,
	"leased_by" text,
	"leased_at" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"skipped_by" text[] DEFAULT '{}' NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"decision" json,
	"agrees" boolean,
	"was_decided" boolean DEFAULT false NOT NULL,
	"is_settled" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE INDEX "reviews_waiting" ON "reviews" USING btree ("pipeline","stage","position") WHERE decided_at IS NULL;--> statement-breakpoint
CREATE INDEX "reviews_decided" ON "reviews" USING btree ("pipeline","stage","decided_at") WHERE decided_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "reviews_unsettled" ON "reviews" USING btree ("position") WHERE NOT is_settled;