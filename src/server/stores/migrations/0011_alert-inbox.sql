ALTER TABLE "alerts" ADD COLUMN "badge" text;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "severity" text;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "fired_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "assignee" text;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "handled_by" text;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "words" text;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "due_at" timestamp with time zone;--> statement-breakpoint
UPDATE "alerts" SET
	"badge" = CASE
		WHEN "condition" = 'pending' THEN 'pending'
		WHEN "condition" = 'ok' AND "state"->>'episode' = '0' THEN 'normal'
		WHEN "condition" = 'ok' THEN 'resolved'
		WHEN "state"->'handling'->>'kind' <> 'none' THEN "state"->'handling'->>'kind'
		WHEN "state"->'mute'->>'kind' = 'silence' THEN 'silenced'
		WHEN "state"->'mute'->>'kind' = 'upstream' THEN 'suppressed'
		ELSE "condition"
	END,
	"severity" = coalesce("state"->>'severity', "state"->>'peakSeverity'),
	"fired_at" = to_timestamp(("state"->>'firedMs')::double precision / 1000),
	"assignee" = "state"->>'assignee',
	"handled_by" = "state"->'handling'->>'by',
	"words" = lower("subject"::text),
	"due_at" = CASE WHEN "condition" IN ('firing', 'recovering') THEN now() END;--> statement-breakpoint
ALTER TABLE "alerts" ALTER COLUMN "badge" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts" ALTER COLUMN "words" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "alerts_by_badge" ON "alerts" USING btree ("badge","severity","fired_at");--> statement-breakpoint
CREATE INDEX "alerts_by_due" ON "alerts" USING btree ("due_at");
