CREATE TABLE "alert_episodes" (
	"alert_id" text NOT NULL,
	"episode" integer NOT NULL,
	"pipeline" text NOT NULL,
	"from_time" timestamp with time zone NOT NULL,
	"to_time" timestamp with time zone,
	"severity" text NOT NULL,
	"ended_by" text,
	"verdict" text,
	CONSTRAINT "alert_episodes_alert_id_episode_pk" PRIMARY KEY("alert_id","episode")
);
--> statement-breakpoint
CREATE TABLE "alert_transitions" (
	"position" serial PRIMARY KEY NOT NULL,
	"alert_id" text NOT NULL,
	"transition" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"rule_id" text NOT NULL,
	"pipeline" text NOT NULL,
	"condition" text NOT NULL,
	"ended_at" timestamp with time zone,
	"subject" json NOT NULL,
	"state" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"key" text PRIMARY KEY NOT NULL,
	"position" serial NOT NULL,
	"message" json NOT NULL,
	"alert" json NOT NULL,
	"is_late" boolean NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"queued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "silences" (
	"id" text PRIMARY KEY NOT NULL,
	"matchers" json NOT NULL,
	"reason" text NOT NULL,
	"from_time" timestamp with time zone NOT NULL,
	"until_time" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"expired_by" text
);
--> statement-breakpoint
CREATE INDEX "alert_episodes_by_time" ON "alert_episodes" USING btree ("from_time");--> statement-breakpoint
CREATE INDEX "alert_transitions_of_alert" ON "alert_transitions" USING btree ("alert_id","position");--> statement-breakpoint
CREATE INDEX "alerts_of_rule" ON "alerts" USING btree ("rule_id");--> statement-breakpoint
CREATE INDEX "alerts_by_condition" ON "alerts" USING btree ("condition");--> statement-breakpoint
CREATE INDEX "alerts_by_end" ON "alerts" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("state","due_at","position");--> statement-breakpoint
CREATE INDEX "silences_by_end" ON "silences" USING btree ("until_time");