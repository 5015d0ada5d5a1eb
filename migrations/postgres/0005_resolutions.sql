-- Who has put an alarm right, and what was found and done. On a server this only adds columns to the catalogue.
ALTER TABLE "Alarm" ADD COLUMN "resolvedBy" TEXT, ADD COLUMN "reason" TEXT;
