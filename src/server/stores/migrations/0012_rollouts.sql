CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"fence" integer NOT NULL,
	"until_time" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rollout_answers" (
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"answer" json NOT NULL,
	"kept_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rollout_answers_actor_key_pk" PRIMARY KEY("actor","key")
);
--> statement-breakpoint
CREATE TABLE "rollout_events" (
	"rollout_id" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"event" json NOT NULL,
	CONSTRAINT "rollout_events_rollout_id_seq_pk" PRIMARY KEY("rollout_id","seq")
);
--> statement-breakpoint
CREATE TABLE "rollout_freezes" (
	"id" text PRIMARY KEY NOT NULL,
	"pipeline" text,
	"stage" text,
	"from_time" timestamp with time zone NOT NULL,
	"until_time" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"created_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rollouts" (
	"id" text PRIMARY KEY NOT NULL,
	"position" serial NOT NULL,
	"revision" integer NOT NULL,
	"head_hash" text NOT NULL,
	"pipeline" text NOT NULL,
	"stage" text NOT NULL,
	"phase" text NOT NULL,
	"is_live" boolean NOT NULL,
	"is_open" boolean NOT NULL,
	"rollout" json NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rollout_events" ADD CONSTRAINT "rollout_events_rollout_id_rollouts_id_fk" FOREIGN KEY ("rollout_id") REFERENCES "public"."rollouts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rollout_answers_by_time" ON "rollout_answers" USING btree ("kept_at");--> statement-breakpoint
CREATE INDEX "rollout_events_by_time" ON "rollout_events" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "rollouts_live_slot" ON "rollouts" USING btree ("pipeline","stage") WHERE is_live;--> statement-breakpoint
CREATE INDEX "rollouts_newest" ON "rollouts" USING btree ("position");