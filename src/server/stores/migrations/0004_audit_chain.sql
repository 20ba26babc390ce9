ALTER TABLE "audit" ADD COLUMN "before" json;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "after" json;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "origin" json DEFAULT '{"ip":null,"userAgent":null,"session":null}'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "previous_hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE "audit" SET "after" = "detail";--> statement-breakpoint
ALTER TABLE "audit" DROP COLUMN "detail";