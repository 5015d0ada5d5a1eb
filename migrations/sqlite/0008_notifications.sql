-- Services that are to be told how a payment has ended which they were told is PENDING: written with the end itself, and kept.
-- Times are milliseconds since 1970.
CREATE TABLE "Notification" (
  "paymentId"   TEXT PRIMARY KEY NOT NULL REFERENCES "Payment" ("id"),
  "serviceId"   TEXT NOT NULL,
  "createdAt"   INTEGER NOT NULL,
  -- when it is tried next; null once it was taken or given up
  "dueAt"       INTEGER,
  -- when that was noted: one that was noted in the future is due, since the clock was set back
  "notedAt"     INTEGER NOT NULL,
  "tries"       INTEGER NOT NULL DEFAULT 0,
  -- what came of the last try
  "answer"      TEXT,
  "deliveredAt" INTEGER,
  "deadAt"      INTEGER
) STRICT;
CREATE INDEX "Notification_due_idx" ON "Notification" ("serviceId", "dueAt") WHERE "dueAt" IS NOT NULL;
CREATE INDEX "Notification_dead_idx" ON "Notification" ("deadAt") WHERE "deadAt" IS NOT NULL;
