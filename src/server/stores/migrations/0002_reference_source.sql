ALTER TABLE "references" ADD COLUMN "source" text DEFAULT 'window' NOT NULL;--> statement-breakpoint
ALTER TABLE "references" ADD COLUMN "model_version" text;