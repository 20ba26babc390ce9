CREATE TABLE "rule_slots" (
	"rule_id" text NOT NULL,
	"slot" bigint NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"evaluated" json NOT NULL,
	CONSTRAINT "rule_slots_rule_id_slot_pk" PRIMARY KEY("rule_id","slot")
);
--> statement-breakpoint
ALTER TABLE "rules" ADD COLUMN "error" text;--> statement-breakpoint
CREATE INDEX "rule_slots_by_end" ON "rule_slots" USING btree ("ends_at");