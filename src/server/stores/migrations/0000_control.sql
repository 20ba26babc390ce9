CREATE TABLE "audit" (
	"position" serial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pipelines" (
	"name" text PRIMARY KEY NOT NULL,
	"definition" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "references" (
	"id" text PRIMARY KEY NOT NULL,
	"position" serial NOT NULL,
	"pipeline" text NOT NULL,
	"stage" text NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"from_time" timestamp with time zone NOT NULL,
	"to_time" timestamp with time zone NOT NULL,
	"rows" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"automatic" boolean NOT NULL,
	"metrics" json NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "references_version" ON "references" USING btree ("pipeline","stage","name","version");--> statement-breakpoint
CREATE INDEX "references_newest" ON "references" USING btree ("pipeline","position");