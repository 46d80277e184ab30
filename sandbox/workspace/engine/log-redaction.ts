/** Takes the place of a redacted value. */
const redacted = '[REDACTED]';

/** Fields whose value is redacted wherever they are. */
const redactedFields = [
	'cookie',
	'x-auth-token',
	'authorization',
	'access_token',
	'email',
	'password',
	'pass',
];

/**
 * Redacts an argument of a log entry in place, as newer servers do before they store it
 * (apps/meteor/ee/server/apps/lib/redactor.ts): some headers and fields by their exact names, the values of
 * `customFields` and the addresses in `emails`. Other names, such as `token`, and texts stay as they are.
 */
export function redactLogged(value: unknown): void {
	if (typeof value !== 'object' || value === null) {
		return;
	}
	if (Array.isArray(value)) {
		value.forEach(redactLogged);
		return;
	}
	const fields = value as Record<string, unknown>;
	for (const [name, field] of Object.entries(fields)) {
		if (redactedFields.includes(name)) {
			fields[name] = field === null || field === undefined ? field : redacted;
		} else if (name === 'customFields') {
			redactFields(field, Object.keys(field ?? {}));
		} else if (name === 'emails') {
			for (const email of Array.isArray(field) ? field : []) {
				redactFields(email, ['address']);
			}
		} else {
			redactLogged(field);
		}
	}
}

function redactFields(value: unknown, names: readonly string[]): void {
	if (typeof value === 'object' && value !== null) {
		for (const name of names.filter((present) => present in value)) {
			Object.assign(value, { [name]: redacted });
		}
	}
}
