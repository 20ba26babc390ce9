CREATE TABLE "metric_settings" (
	"pipeline" text NOT NULL,
	"stage" text NOT NULL,
	"metric" text NOT NULL,
	"setting" json NOT NULL,
	CONSTRAINT "metric_settings_pipeline_stage_metric_pk" PRIMARY KEY("pipeline","stage","metric")
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL
);
