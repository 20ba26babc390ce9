CREATE TABLE "rollout_adjudications" (
	"rollout_id" text NOT NULL,
	"request_id" text NOT NULL,
	"choice" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "rollout_adjudications_rollout_id_request_id_pk" PRIMARY KEY("rollout_id","request_id")
);
--> statement-breakpoint
ALTER TABLE "rollout_adjudications" ADD CONSTRAINT "rollout_adjudications_rollout_id_rollouts_id_fk" FOREIGN KEY ("rollout_id") REFERENCES "public"."rollouts"("id") ON DELETE no action ON UPDATE no action;