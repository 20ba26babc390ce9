CREATE TABLE "alert_sources" (
	"id" text PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"name" text NOT NULL,
	"is_enabled" boolean NOT NULL,
	"settings" json NOT NULL,
	"mapping" json NOT NULL,
	"token" text,
	"last_slot" bigint,
	"seen_at" timestamp with time zone,
	"error" text,
	"projection_error" text,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_projections" (
	"source_id" text NOT NULL,
	"alert_id" text NOT NULL,
	"episode" integer NOT NULL,
	"silence_id" text NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "alert_projections_source_id_alert_id_pk" PRIMARY KEY("source_id","alert_id")
);
