import { Ajv, type ValidateFunction } from 'ajv';
import type { Server } from '../server';

const ajv = new Ajv();
const compiled = new Map<string, ValidateFunction>();

/**
 * Refuses custom fields of a message unless the setting `Message_CustomFields_Enabled` is on (it is off by default) and
 * they fit the JSON schema in `Message_CustomFields`; fields that the schema does not name are refused
 * (`apps/meteor/app/lib/server/lib/validateCustomMessageFields.ts`). Applies to messages of apps too.
 * @throws Error `Custom fields not enabled`, `Invalid custom fields config`, `Invalid custom fields`; the error of the
 * library if the setting holds no JSON schema
 */
export function validateCustomMessageFields(server: Server, customFields: Record<string, unknown>): void {
	if (server.settings.get('Message_CustomFields_Enabled') !== true) {
		throw new Error('Custom fields not enabled');
	}
	const validate = validatorFor(server.settings.get<string>('Message_CustomFields'));
	if (!validate(customFields)) {
		throw new Error('Invalid custom fields');
	}
}

function validatorFor(setting: string): ValidateFunction {
	const known = compiled.get(setting);
	if (known) {
		return known;
	}
	const schema = JSON.parse(setting) as { type?: string };
	if (schema.type && schema.type !== 'object') {
		throw new Error('Invalid custom fields config');
	}
	const validate = ajv.compile({ ...schema, type: 'object', additionalProperties: false });
	compiled.set(setting, validate);
	return validate;
}
