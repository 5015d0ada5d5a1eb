-- Who has put an alarm right, and what was found and done.
ALTER TABLE "Alarm" ADD COLUMN "resolvedBy" TEXT;
ALTER TABLE "Alarm" ADD COLUMN "reason" TEXT;
