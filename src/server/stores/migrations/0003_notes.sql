CREATE TABLE "notes" (
	"id" text PRIMARY KEY NOT NULL,
	"pipeline" text NOT NULL,
	"stage" text,
	"from_time" timestamp with time zone NOT NULL,
	"to_time" timestamp with time zone,
	"text" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "notes_by_time" ON "notes" USING btree ("pipeline","from_time");