-- Written from the records by a test; see CONTRIBUTING.md.

CREATE VIEW verdicts AS
SELECT b.job,
    i.first_image + CASE WHEN i.offsets IS NULL THEN p.place ELSE 65536 * (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(i.offsets, 3 * p.place + 1, 1)) - 1)
        + 256 * (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(i.offsets, 3 * p.place + 1 + 1, 1)) - 1) + (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(i.offsets, 3 * p.place + 2 + 1, 1)) - 1) END AS image,
    b.draw,
    CASE i.width WHEN 1 THEN (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(i.labels, p.place + 1, 1)) - 1) ELSE 256 * (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(i.labels, 2 * p.place + 1, 1)) - 1) + (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(i.labels, 2 * p.place + 1 + 1, 1)) - 1) END - 1 AS label,
    CASE c.width WHEN 1 THEN (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(c.predictions, p.place + 1, 1)) - 1) ELSE 256 * (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(c.predictions, 2 * p.place + 1, 1)) - 1) + (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(c.predictions, 2 * p.place + 1 + 1, 1)) - 1) END - 1 AS clean_prediction,
    CASE b.width WHEN 1 THEN (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(b.predictions, p.place + 1, 1)) - 1) ELSE 256 * (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(b.predictions, 2 * p.place + 1, 1)) - 1) + (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(b.predictions, 2 * p.place + 1 + 1, 1)) - 1) END - 1 AS prediction,
    CASE b.width WHEN 1 THEN (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(b.noise_predictions, p.place + 1, 1)) - 1) ELSE 256 * (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(b.noise_predictions, 2 * p.place + 1, 1)) - 1) + (instr(x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF', substr(b.noise_predictions, 2 * p.place + 1 + 1, 1)) - 1) END - 1 AS noise_prediction
FROM transfer_cells t
    JOIN verdict_blocks b ON b.job = t.job
    JOIN verdict_images i ON i.job = COALESCE(t.clean_job, t.job) AND i.block = b.block
    JOIN verdict_blocks c ON c.job = COALESCE(t.clean_job, t.job) AND c.draw = 0 AND c.block = b.block
    CROSS JOIN verdict_places p
WHERE p.place < b.images;

CREATE VIEW v_examples AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name,
    s.source,
    s.attack,
    s.replicate,
    x.image,
    x.draw,
    x.label,
    x.target_class,
    x.predicted_before,
    x.predicted_after,
    x.predicted_as_bytes,
    x.distortion,
    x.linf,
    x.c,
    x.iterations,
    x.gradient_evaluations,
    x.projected_gradient_norm,
    x.success,
    x.success_as_bytes,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN adversarial_examples x ON x.job = s.job
WHERE s.kind = 'craft';

CREATE VIEW v_examples_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name,
    s.source,
    s.attack,
    s.replicate,
    x.image,
    x.draw,
    x.label,
    x.target_class,
    x.predicted_before,
    x.predicted_after,
    x.predicted_as_bytes,
    x.distortion,
    x.linf,
    x.c,
    x.iterations,
    x.gradient_evaluations,
    x.projected_gradient_norm,
    x.success,
    x.success_as_bytes,
    x.job
FROM study_jobs s
    JOIN adversarial_examples x ON x.job = s.job
WHERE s.kind = 'craft';

CREATE VIEW v_distortion AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name,
    s.source,
    s.attack,
    s.replicate,
    x.attack_type,
    x.attack_class,
    x.norm,
    x.epsilon,
    x.images,
    x.misclassified_before,
    x.attacked,
    x.successes,
    x.failures,
    CAST(x.successes AS REAL) / NULLIF(x.attacked, 0) AS success_rate,
    CASE WHEN x.attacked = 0 OR x.successes IS NULL THEN NULL WHEN x.successes = 0 THEN 0.0 ELSE max(0.0, (CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.attacked, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL) * (1 - CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL)) / CAST(NULLIF(x.attacked, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.attacked, 0) AS REAL) * CAST(NULLIF(x.attacked, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL))) END AS success_rate_low,
    CASE WHEN x.attacked = 0 OR x.successes IS NULL THEN NULL WHEN x.successes = x.attacked THEN 1.0 ELSE min(1.0, (CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.attacked, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL) * (1 - CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL)) / CAST(NULLIF(x.attacked, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.attacked, 0) AS REAL) * CAST(NULLIF(x.attacked, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL))) END AS success_rate_high,
    x.mean_distortion,
    x.median_distortion,
    x.mean_l2,
    x.mean_linf,
    x.wanted,
    x.mean_distortion_wanted,
    x.gradient_evaluations,
    CAST(x.gradient_evaluations AS REAL) / NULLIF(x.images, 0) AS gradient_evaluations_per_image,
    x.survivors,
    CAST(x.survivors AS REAL) / NULLIF(x.successes, 0) AS survival_rate,
    CASE WHEN x.successes = 0 OR x.survivors IS NULL THEN NULL WHEN x.survivors = 0 THEN 0.0 ELSE max(0.0, (CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.successes, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL) * (1 - CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL)) / CAST(NULLIF(x.successes, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.successes, 0) AS REAL) * CAST(NULLIF(x.successes, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL))) END AS survival_rate_low,
    CASE WHEN x.successes = 0 OR x.survivors IS NULL THEN NULL WHEN x.survivors = x.successes THEN 1.0 ELSE min(1.0, (CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.successes, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL) * (1 - CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL)) / CAST(NULLIF(x.successes, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.successes, 0) AS REAL) * CAST(NULLIF(x.successes, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL))) END AS survival_rate_high,
    x.no_class,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN adversarial_sets x ON x.job = s.job
WHERE s.kind = 'collect';

CREATE VIEW v_distortion_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name,
    s.source,
    s.attack,
    s.replicate,
    x.attack_type,
    x.attack_class,
    x.norm,
    x.epsilon,
    x.images,
    x.misclassified_before,
    x.attacked,
    x.successes,
    x.failures,
    CAST(x.successes AS REAL) / NULLIF(x.attacked, 0) AS success_rate,
    CASE WHEN x.attacked = 0 OR x.successes IS NULL THEN NULL WHEN x.successes = 0 THEN 0.0 ELSE max(0.0, (CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.attacked, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL) * (1 - CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL)) / CAST(NULLIF(x.attacked, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.attacked, 0) AS REAL) * CAST(NULLIF(x.attacked, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL))) END AS success_rate_low,
    CASE WHEN x.attacked = 0 OR x.successes IS NULL THEN NULL WHEN x.successes = x.attacked THEN 1.0 ELSE min(1.0, (CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.attacked, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL) * (1 - CAST(x.successes AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL)) / CAST(NULLIF(x.attacked, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.attacked, 0) AS REAL) * CAST(NULLIF(x.attacked, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.attacked, 0) AS REAL))) END AS success_rate_high,
    x.mean_distortion,
    x.median_distortion,
    x.mean_l2,
    x.mean_linf,
    x.wanted,
    x.mean_distortion_wanted,
    x.gradient_evaluations,
    CAST(x.gradient_evaluations AS REAL) / NULLIF(x.images, 0) AS gradient_evaluations_per_image,
    x.survivors,
    CAST(x.survivors AS REAL) / NULLIF(x.successes, 0) AS survival_rate,
    CASE WHEN x.successes = 0 OR x.survivors IS NULL THEN NULL WHEN x.survivors = 0 THEN 0.0 ELSE max(0.0, (CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.successes, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL) * (1 - CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL)) / CAST(NULLIF(x.successes, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.successes, 0) AS REAL) * CAST(NULLIF(x.successes, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL))) END AS survival_rate_low,
    CASE WHEN x.successes = 0 OR x.survivors IS NULL THEN NULL WHEN x.survivors = x.successes THEN 1.0 ELSE min(1.0, (CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.successes, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL) * (1 - CAST(x.survivors AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL)) / CAST(NULLIF(x.successes, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.successes, 0) AS REAL) * CAST(NULLIF(x.successes, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.successes, 0) AS REAL))) END AS survival_rate_high,
    x.no_class,
    x.job
FROM study_jobs s
    JOIN adversarial_sets x ON x.job = s.job
WHERE s.kind = 'collect';

CREATE VIEW v_claims AS
SELECT s.study,
    s.revision,
    s.position,
    s.replicate,
    x.place,
    x.statement,
    x.verdict,
    x.unit,
    x.ours,
    x.low,
    x.high,
    x.theirs,
    x.rule,
    x.detail,
    x.why,
    x.claim,
    x.publication,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN claims x ON x.job = s.job
WHERE s.kind = 'claim';

CREATE VIEW v_claims_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.replicate,
    x.place,
    x.statement,
    x.verdict,
    x.unit,
    x.ours,
    x.low,
    x.high,
    x.theirs,
    x.rule,
    x.detail,
    x.why,
    x.claim,
    x.publication,
    x.job
FROM study_jobs s
    JOIN claims x ON x.job = s.job
WHERE s.kind = 'claim';

CREATE VIEW v_gains AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.model,
    s.source,
    s.attack,
    s.replicate,
    x.direction,
    x.layer,
    x.images,
    x.mean_gain,
    x.median_gain,
    x.max_gain,
    x.mean_cumulative_gain,
    x.median_cumulative_gain,
    x.max_cumulative_gain,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN layer_gains x ON x.job = s.job
WHERE s.kind = 'layer-gains';

CREATE VIEW v_gains_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.model,
    s.source,
    s.attack,
    s.replicate,
    x.direction,
    x.layer,
    x.images,
    x.mean_gain,
    x.median_gain,
    x.max_gain,
    x.mean_cumulative_gain,
    x.median_cumulative_gain,
    x.max_cumulative_gain,
    x.job
FROM study_jobs s
    JOIN layer_gains x ON x.job = s.job
WHERE s.kind = 'layer-gains';

CREATE VIEW v_errors AS
SELECT s.study,
    s.revision,
    s.position,
    s.model,
    s.data,
    s.replicate,
    x.images,
    x.errors,
    CAST(x.errors AS REAL) / NULLIF(x.images, 0) AS error_rate,
    CASE WHEN x.images = 0 THEN NULL WHEN x.errors = 0 THEN 0.0 ELSE max(0.0, (CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS error_rate_low,
    CASE WHEN x.images = 0 THEN NULL WHEN x.errors = x.images THEN 1.0 ELSE min(1.0, (CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS error_rate_high,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN model_errors x ON x.job = s.job
WHERE s.kind = 'errors';

CREATE VIEW v_errors_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.model,
    s.data,
    s.replicate,
    x.images,
    x.errors,
    CAST(x.errors AS REAL) / NULLIF(x.images, 0) AS error_rate,
    CASE WHEN x.images = 0 THEN NULL WHEN x.errors = 0 THEN 0.0 ELSE max(0.0, (CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS error_rate_low,
    CASE WHEN x.images = 0 THEN NULL WHEN x.errors = x.images THEN 1.0 ELSE min(1.0, (CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS error_rate_high,
    x.job
FROM study_jobs s
    JOIN model_errors x ON x.job = s.job
WHERE s.kind = 'errors';

CREATE VIEW v_groups AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name,
    s.model AS model_group,
    s.source AS baseline,
    s.data,
    s.replicate,
    x.models,
    x.images,
    x.mean_error,
    x.error_deviation,
    x.error_deviation / sqrt(CAST(x.models AS REAL)) AS standard_error,
    x.error_low,
    x.error_high,
    x.smallest_error,
    x.largest_error,
    x.pairs,
    x.mean_difference,
    x.difference_low,
    x.difference_high,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN model_groups x ON x.job = s.job
WHERE s.kind = 'compare-models';

CREATE VIEW v_groups_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name,
    s.model AS model_group,
    s.source AS baseline,
    s.data,
    s.replicate,
    x.models,
    x.images,
    x.mean_error,
    x.error_deviation,
    x.error_deviation / sqrt(CAST(x.models AS REAL)) AS standard_error,
    x.error_low,
    x.error_high,
    x.smallest_error,
    x.largest_error,
    x.pairs,
    x.mean_difference,
    x.difference_low,
    x.difference_high,
    x.job
FROM study_jobs s
    JOIN model_groups x ON x.job = s.job
WHERE s.kind = 'compare-models';

CREATE VIEW v_models AS
SELECT s.study,
    s.revision,
    s.position,
    s.model,
    s.replicate,
    x.architecture,
    x.parameters,
    x.trained_on,
    x.train_images,
    x.train_errors,
    CAST(x.train_errors AS REAL) / NULLIF(x.train_images, 0) AS train_error_rate,
    x.train_loss,
    x.epochs,
    x.stopped_by,
    x.seed,
    x.backend,
    x.deterministic,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN models x ON x.job = s.job
WHERE s.kind = 'train';

CREATE VIEW v_models_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.model,
    s.replicate,
    x.architecture,
    x.parameters,
    x.trained_on,
    x.train_images,
    x.train_errors,
    CAST(x.train_errors AS REAL) / NULLIF(x.train_images, 0) AS train_error_rate,
    x.train_loss,
    x.epochs,
    x.stopped_by,
    x.seed,
    x.backend,
    x.deterministic,
    x.job
FROM study_jobs s
    JOIN models x ON x.job = s.job
WHERE s.kind = 'train';

CREATE VIEW v_noise_curves AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.model,
    s.replicate,
    x.perturbation,
    x.step,
    x.size,
    x.images,
    x.correct,
    CAST(x.correct AS REAL) / NULLIF(x.images, 0) AS accuracy,
    CASE WHEN x.images = 0 THEN NULL WHEN x.correct = 0 THEN 0.0 ELSE max(0.0, (CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS accuracy_low,
    CASE WHEN x.images = 0 THEN NULL WHEN x.correct = x.images THEN 1.0 ELSE min(1.0, (CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS accuracy_high,
    x.mean_distortion,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN noise_curves x ON x.job = s.job
WHERE s.kind = 'noise-curve';

CREATE VIEW v_noise_curves_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.model,
    s.replicate,
    x.perturbation,
    x.step,
    x.size,
    x.images,
    x.correct,
    CAST(x.correct AS REAL) / NULLIF(x.images, 0) AS accuracy,
    CASE WHEN x.images = 0 THEN NULL WHEN x.correct = 0 THEN 0.0 ELSE max(0.0, (CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS accuracy_low,
    CASE WHEN x.images = 0 THEN NULL WHEN x.correct = x.images THEN 1.0 ELSE min(1.0, (CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.correct AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS accuracy_high,
    x.mean_distortion,
    x.job
FROM study_jobs s
    JOIN noise_curves x ON x.job = s.job
WHERE s.kind = 'noise-curve';

CREATE VIEW v_random_directions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.source,
    s.attack,
    s.replicate,
    x.clipped,
    x.images,
    x.moved,
    x.tries,
    x.fooled,
    CAST(x.fooled AS REAL) / NULLIF(x.tries, 0) AS fooled_rate,
    CASE WHEN x.tries = 0 THEN NULL WHEN x.fooled = 0 THEN 0.0 ELSE max(0.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.tries, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL)) / CAST(NULLIF(x.tries, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.tries, 0) AS REAL) * CAST(NULLIF(x.tries, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL))) END AS fooled_low,
    CASE WHEN x.tries = 0 THEN NULL WHEN x.fooled = x.tries THEN 1.0 ELSE min(1.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.tries, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL)) / CAST(NULLIF(x.tries, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.tries, 0) AS REAL) * CAST(NULLIF(x.tries, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL))) END AS fooled_high,
    x.images_fooled,
    x.adversarial_distortion,
    x.mean_distortion,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN random_directions x ON x.job = s.job
WHERE s.kind = 'random-directions';

CREATE VIEW v_random_directions_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.source,
    s.attack,
    s.replicate,
    x.clipped,
    x.images,
    x.moved,
    x.tries,
    x.fooled,
    CAST(x.fooled AS REAL) / NULLIF(x.tries, 0) AS fooled_rate,
    CASE WHEN x.tries = 0 THEN NULL WHEN x.fooled = 0 THEN 0.0 ELSE max(0.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.tries, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL)) / CAST(NULLIF(x.tries, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.tries, 0) AS REAL) * CAST(NULLIF(x.tries, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL))) END AS fooled_low,
    CASE WHEN x.tries = 0 THEN NULL WHEN x.fooled = x.tries THEN 1.0 ELSE min(1.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.tries, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL)) / CAST(NULLIF(x.tries, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.tries, 0) AS REAL) * CAST(NULLIF(x.tries, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.tries, 0) AS REAL))) END AS fooled_high,
    x.images_fooled,
    x.adversarial_distortion,
    x.mean_distortion,
    x.job
FROM study_jobs s
    JOIN random_directions x ON x.job = s.job
WHERE s.kind = 'random-directions';

CREATE VIEW v_spectral AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.model,
    s.replicate,
    x.layer,
    x.name,
    x.kind,
    x.output_shape,
    x.operation_bound,
    x.method,
    x.zero_padded_norm,
    x.activation_bound,
    x.bound,
    x.cumulative_bound,
    x.converged,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN spectral_layers x ON x.job = s.job
WHERE s.kind = 'spectral';

CREATE VIEW v_spectral_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.model,
    s.replicate,
    x.layer,
    x.name,
    x.kind,
    x.output_shape,
    x.operation_bound,
    x.method,
    x.zero_padded_norm,
    x.activation_bound,
    x.bound,
    x.cumulative_bound,
    x.converged,
    x.job
FROM study_jobs s
    JOIN spectral_layers x ON x.job = s.job
WHERE s.kind = 'spectral';

CREATE VIEW v_transfer AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name,
    s.source,
    s.attack,
    s.victim,
    s.replicate,
    x.images,
    x.errors,
    CAST(x.errors AS REAL) / NULLIF(x.images, 0) AS error_rate,
    CASE WHEN x.images = 0 THEN NULL WHEN x.errors = 0 THEN 0.0 ELSE max(0.0, (CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS error_rate_low,
    CASE WHEN x.images = 0 THEN NULL WHEN x.errors = x.images THEN 1.0 ELSE min(1.0, (CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS error_rate_high,
    x.victim_correct,
    x.errors_among_victim_correct,
    CAST(x.errors_among_victim_correct AS REAL) / NULLIF(x.victim_correct, 0) AS error_rate_victim_correct,
    CASE WHEN x.victim_correct = 0 THEN NULL WHEN x.errors_among_victim_correct = 0 THEN 0.0 ELSE max(0.0, (CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.victim_correct, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL) * (1 - CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL)) / CAST(NULLIF(x.victim_correct, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.victim_correct, 0) AS REAL) * CAST(NULLIF(x.victim_correct, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL))) END AS error_rate_victim_correct_low,
    CASE WHEN x.victim_correct = 0 THEN NULL WHEN x.errors_among_victim_correct = x.victim_correct THEN 1.0 ELSE min(1.0, (CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.victim_correct, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL) * (1 - CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL)) / CAST(NULLIF(x.victim_correct, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.victim_correct, 0) AS REAL) * CAST(NULLIF(x.victim_correct, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL))) END AS error_rate_victim_correct_high,
    x.target_hits,
    CAST(x.target_hits AS REAL) / NULLIF(x.images, 0) AS target_hit_rate,
    CASE WHEN x.images = 0 OR x.target_hits IS NULL THEN NULL WHEN x.target_hits = 0 THEN 0.0 ELSE max(0.0, (CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS target_hit_rate_low,
    CASE WHEN x.images = 0 OR x.target_hits IS NULL THEN NULL WHEN x.target_hits = x.images THEN 1.0 ELSE min(1.0, (CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS target_hit_rate_high,
    x.no_class,
    CAST((x.images - x.victim_correct) AS REAL) / NULLIF(x.images, 0) AS clean_error_rate,
    CAST(x.errors AS REAL) / NULLIF(x.images, 0) - CAST((x.images - x.victim_correct) AS REAL) / NULLIF(x.images, 0) AS lift_over_clean,
    x.noise_errors,
    CAST(x.noise_errors AS REAL) / NULLIF(x.images, 0) AS noise_error_rate,
    CASE WHEN x.images = 0 OR x.noise_errors IS NULL THEN NULL WHEN x.noise_errors = 0 THEN 0.0 ELSE max(0.0, (CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS noise_error_rate_low,
    CASE WHEN x.images = 0 OR x.noise_errors IS NULL THEN NULL WHEN x.noise_errors = x.images THEN 1.0 ELSE min(1.0, (CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS noise_error_rate_high,
    CAST(x.errors AS REAL) / NULLIF(x.images, 0) - CAST(x.noise_errors AS REAL) / NULLIF(x.images, 0) AS lift_over_noise,
    j0.attack_class,
    j0.norm,
    j0.epsilon,
    j0.mean_distortion,
    j0.mean_l2,
    j0.mean_linf,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN transfer_cells x ON x.job = s.job
    LEFT JOIN adversarial_sets j0 ON j0.job = x.adversarial_set
WHERE s.kind = 'evaluate';

CREATE VIEW v_transfer_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name,
    s.source,
    s.attack,
    s.victim,
    s.replicate,
    x.images,
    x.errors,
    CAST(x.errors AS REAL) / NULLIF(x.images, 0) AS error_rate,
    CASE WHEN x.images = 0 THEN NULL WHEN x.errors = 0 THEN 0.0 ELSE max(0.0, (CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS error_rate_low,
    CASE WHEN x.images = 0 THEN NULL WHEN x.errors = x.images THEN 1.0 ELSE min(1.0, (CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS error_rate_high,
    x.victim_correct,
    x.errors_among_victim_correct,
    CAST(x.errors_among_victim_correct AS REAL) / NULLIF(x.victim_correct, 0) AS error_rate_victim_correct,
    CASE WHEN x.victim_correct = 0 THEN NULL WHEN x.errors_among_victim_correct = 0 THEN 0.0 ELSE max(0.0, (CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.victim_correct, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL) * (1 - CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL)) / CAST(NULLIF(x.victim_correct, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.victim_correct, 0) AS REAL) * CAST(NULLIF(x.victim_correct, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL))) END AS error_rate_victim_correct_low,
    CASE WHEN x.victim_correct = 0 THEN NULL WHEN x.errors_among_victim_correct = x.victim_correct THEN 1.0 ELSE min(1.0, (CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.victim_correct, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL) * (1 - CAST(x.errors_among_victim_correct AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL)) / CAST(NULLIF(x.victim_correct, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.victim_correct, 0) AS REAL) * CAST(NULLIF(x.victim_correct, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.victim_correct, 0) AS REAL))) END AS error_rate_victim_correct_high,
    x.target_hits,
    CAST(x.target_hits AS REAL) / NULLIF(x.images, 0) AS target_hit_rate,
    CASE WHEN x.images = 0 OR x.target_hits IS NULL THEN NULL WHEN x.target_hits = 0 THEN 0.0 ELSE max(0.0, (CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS target_hit_rate_low,
    CASE WHEN x.images = 0 OR x.target_hits IS NULL THEN NULL WHEN x.target_hits = x.images THEN 1.0 ELSE min(1.0, (CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.target_hits AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS target_hit_rate_high,
    x.no_class,
    CAST((x.images - x.victim_correct) AS REAL) / NULLIF(x.images, 0) AS clean_error_rate,
    CAST(x.errors AS REAL) / NULLIF(x.images, 0) - CAST((x.images - x.victim_correct) AS REAL) / NULLIF(x.images, 0) AS lift_over_clean,
    x.noise_errors,
    CAST(x.noise_errors AS REAL) / NULLIF(x.images, 0) AS noise_error_rate,
    CASE WHEN x.images = 0 OR x.noise_errors IS NULL THEN NULL WHEN x.noise_errors = 0 THEN 0.0 ELSE max(0.0, (CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS noise_error_rate_low,
    CASE WHEN x.images = 0 OR x.noise_errors IS NULL THEN NULL WHEN x.noise_errors = x.images THEN 1.0 ELSE min(1.0, (CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.noise_errors AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS noise_error_rate_high,
    CAST(x.errors AS REAL) / NULLIF(x.images, 0) - CAST(x.noise_errors AS REAL) / NULLIF(x.images, 0) AS lift_over_noise,
    j0.attack_class,
    j0.norm,
    j0.epsilon,
    j0.mean_distortion,
    j0.mean_l2,
    j0.mean_linf,
    x.job
FROM study_jobs s
    JOIN transfer_cells x ON x.job = s.job
    LEFT JOIN adversarial_sets j0 ON j0.job = x.adversarial_set
WHERE s.kind = 'evaluate';

CREATE VIEW v_transfer_distance_points AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.source,
    s.attack,
    s.victim,
    s.replicate,
    x.axis,
    x.step,
    x.limit_value,
    x.images,
    x.fooled,
    CAST(x.fooled AS REAL) / NULLIF(x.images, 0) AS fooled_rate,
    CASE WHEN x.images = 0 THEN NULL WHEN x.fooled = 0 THEN 0.0 ELSE max(0.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS rate_low,
    CASE WHEN x.images = 0 THEN NULL WHEN x.fooled = x.images THEN 1.0 ELSE min(1.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS rate_high,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN transfer_distance_points x ON x.job = s.job
WHERE s.kind = 'transfer-distance';

CREATE VIEW v_transfer_distance_points_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.source,
    s.attack,
    s.victim,
    s.replicate,
    x.axis,
    x.step,
    x.limit_value,
    x.images,
    x.fooled,
    CAST(x.fooled AS REAL) / NULLIF(x.images, 0) AS fooled_rate,
    CASE WHEN x.images = 0 THEN NULL WHEN x.fooled = 0 THEN 0.0 ELSE max(0.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS rate_low,
    CASE WHEN x.images = 0 THEN NULL WHEN x.fooled = x.images THEN 1.0 ELSE min(1.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS rate_high,
    x.job
FROM study_jobs s
    JOIN transfer_distance_points x ON x.job = s.job
WHERE s.kind = 'transfer-distance';

CREATE VIEW v_transfer_distances AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.source,
    s.attack,
    s.victim,
    s.replicate,
    x.images,
    x.victim_correct,
    x.fooled,
    CAST(x.fooled AS REAL) / NULLIF(x.victim_correct, 0) AS fooled_rate,
    x.cap,
    x.first_quartile,
    x.median_magnification,
    x.third_quartile,
    x.median_distortion,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN transfer_distances x ON x.job = s.job
WHERE s.kind = 'transfer-distance';

CREATE VIEW v_transfer_distances_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.source,
    s.attack,
    s.victim,
    s.replicate,
    x.images,
    x.victim_correct,
    x.fooled,
    CAST(x.fooled AS REAL) / NULLIF(x.victim_correct, 0) AS fooled_rate,
    x.cap,
    x.first_quartile,
    x.median_magnification,
    x.third_quartile,
    x.median_distortion,
    x.job
FROM study_jobs s
    JOIN transfer_distances x ON x.job = s.job
WHERE s.kind = 'transfer-distance';

CREATE VIEW v_unit_draws AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.model,
    s.data,
    s.replicate,
    x.basis,
    x.draw,
    x.tied,
    x.label,
    x.purity,
    x.entropy,
    x.images,
    j0.layer,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN unit_draws x ON x.job = s.job
    JOIN units j0 ON j0.job = x.job AND j0.basis = x.basis
WHERE s.kind = 'units';

CREATE VIEW v_unit_draws_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.model,
    s.data,
    s.replicate,
    x.basis,
    x.draw,
    x.tied,
    x.label,
    x.purity,
    x.entropy,
    x.images,
    j0.layer,
    x.job
FROM study_jobs s
    JOIN unit_draws x ON x.job = s.job
    JOIN units j0 ON j0.job = x.job AND j0.basis = x.basis
WHERE s.kind = 'units';

CREATE VIEW v_units AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.model,
    s.data,
    s.replicate,
    x.layer,
    x.basis,
    x.layer_kind,
    x.units,
    x.top,
    x.draws,
    x.tied,
    x.purity,
    x.purity_low,
    x.purity_high,
    x.entropy,
    x.entropy_low,
    x.entropy_high,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN units x ON x.job = s.job
WHERE s.kind = 'units';

CREATE VIEW v_units_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.model,
    s.data,
    s.replicate,
    x.layer,
    x.basis,
    x.layer_kind,
    x.units,
    x.top,
    x.draws,
    x.tied,
    x.purity,
    x.purity_low,
    x.purity_high,
    x.entropy,
    x.entropy_low,
    x.entropy_high,
    x.job
FROM study_jobs s
    JOIN units x ON x.job = s.job
WHERE s.kind = 'units';

CREATE VIEW v_universal AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.source,
    s.attack,
    s.victim,
    s.data,
    s.replicate,
    x.perturbation,
    x.images,
    x.fooled,
    CAST(x.fooled AS REAL) / NULLIF(x.images, 0) AS fooling_rate,
    CASE WHEN x.images = 0 THEN NULL WHEN x.fooled = 0 THEN 0.0 ELSE max(0.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS fooling_rate_low,
    CASE WHEN x.images = 0 THEN NULL WHEN x.fooled = x.images THEN 1.0 ELSE min(1.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS fooling_rate_high,
    x.victim_correct,
    x.errors_among_victim_correct,
    CAST(x.errors_among_victim_correct AS REAL) / NULLIF(x.victim_correct, 0) AS error_rate_victim_correct,
    x.mean_distortion,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN universal_cells x ON x.job = s.job
WHERE s.kind = 'universal-cell';

CREATE VIEW v_universal_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name AS analysis,
    s.source,
    s.attack,
    s.victim,
    s.data,
    s.replicate,
    x.perturbation,
    x.images,
    x.fooled,
    CAST(x.fooled AS REAL) / NULLIF(x.images, 0) AS fooling_rate,
    CASE WHEN x.images = 0 THEN NULL WHEN x.fooled = 0 THEN 0.0 ELSE max(0.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) - CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS fooling_rate_low,
    CASE WHEN x.images = 0 THEN NULL WHEN x.fooled = x.images THEN 1.0 ELSE min(1.0, (CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (2 * CAST(NULLIF(x.images, 0) AS REAL)) + CAST('1.959963984540054' AS REAL) * sqrt(CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL) * (1 - CAST(x.fooled AS REAL) / CAST(NULLIF(x.images, 0) AS REAL)) / CAST(NULLIF(x.images, 0) AS REAL) + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / (4 * CAST(NULLIF(x.images, 0) AS REAL) * CAST(NULLIF(x.images, 0) AS REAL)))) / (1 + CAST('1.959963984540054' AS REAL) * CAST('1.959963984540054' AS REAL) / CAST(NULLIF(x.images, 0) AS REAL))) END AS fooling_rate_high,
    x.victim_correct,
    x.errors_among_victim_correct,
    CAST(x.errors_among_victim_correct AS REAL) / NULLIF(x.victim_correct, 0) AS error_rate_victim_correct,
    x.mean_distortion,
    x.job
FROM study_jobs s
    JOIN universal_cells x ON x.job = s.job
WHERE s.kind = 'universal-cell';

CREATE VIEW v_verdicts AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name,
    s.source,
    s.attack,
    s.victim,
    s.replicate,
    x.image,
    x.draw,
    x.label,
    x.clean_prediction,
    x.prediction,
    x.noise_prediction,
    x.job
FROM study_jobs s
    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL
    JOIN verdicts x ON x.job = s.job
WHERE s.kind = 'evaluate';

CREATE VIEW v_verdicts_revisions AS
SELECT s.study,
    s.revision,
    s.position,
    s.table_name,
    s.source,
    s.attack,
    s.victim,
    s.replicate,
    x.image,
    x.draw,
    x.label,
    x.clean_prediction,
    x.prediction,
    x.noise_prediction,
    x.job
FROM study_jobs s
    JOIN verdicts x ON x.job = s.job
WHERE s.kind = 'evaluate';
