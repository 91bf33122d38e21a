ALTER TABLE jobs ADD COLUMN device text NOT NULL DEFAULT 'cpu';

ALTER TABLE model_errors ADD COLUMN backend text NOT NULL DEFAULT 'cpu';
ALTER TABLE model_errors ADD COLUMN deterministic boolean NOT NULL DEFAULT TRUE;
ALTER TABLE adversarial_sets ADD COLUMN backend text NOT NULL DEFAULT 'cpu';
ALTER TABLE adversarial_sets ADD COLUMN deterministic boolean NOT NULL DEFAULT TRUE;
ALTER TABLE transfer_cells ADD COLUMN backend text NOT NULL DEFAULT 'cpu';
ALTER TABLE transfer_cells ADD COLUMN deterministic boolean NOT NULL DEFAULT TRUE;
