-- The steps by which an attempt is carried out: each is there before it is taken, and its outcome once it is known.
CREATE TABLE "AttemptStep" (
  "attemptId" TEXT COLLATE "C" NOT NULL REFERENCES "PaymentAttempt" ("id"),
  "number"    INTEGER NOT NULL CHECK ("number" > 0),
  "name"      TEXT NOT NULL,
  -- whoever began it: of two that do, one
  "owner"     TEXT NOT NULL,
  "status"    TEXT NOT NULL DEFAULT 'STARTED' CHECK ("status" IN ('STARTED', 'DONE', 'REFUSED', 'NOT_DONE')),
  -- what later steps are told
  "result"    JSONB,
  "errorCode" TEXT,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "endedAt"   TIMESTAMPTZ(3),
  PRIMARY KEY ("attemptId", "number")
);
