CREATE TABLE "rule_versions" (
	"rule_id" text NOT NULL,
	"version" integer NOT NULL,
	"rule" json NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"reason" text NOT NULL,
	"change" text NOT NULL,
	CONSTRAINT "rule_versions_rule_id_version_pk" PRIMARY KEY("rule_id","version")
);
--> statement-breakpoint
CREATE TABLE "rules" (
	"id" text PRIMARY KEY NOT NULL,
	"pipeline" text NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"rule" json NOT NULL,
	"last_slot" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "rules_name" ON "rules" USING btree ("pipeline","name") WHERE "rules"."state" <> 'deleted';--> statement-breakpoint
CREATE INDEX "rules_by_state" ON "rules" USING btree ("state");