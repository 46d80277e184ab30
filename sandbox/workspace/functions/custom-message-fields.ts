import type { Server } from '../server';

/**
 * Refuses custom fields of a message unless the setting `Message_CustomFields_Enabled` is on (it is off by default) and
 * they fit the JSON schema in `Message_CustomFields`; fields the schema does not name are refused
 * (`apps/meteor/app/lib/server/lib/validateCustomMessageFields.ts`). Holds for messages of apps too.
 * @throws Error `Custom fields not enabled`, `Invalid custom fields config`, `Invalid custom fields`
 */
export function validateCustomMessageFields(server: Server, customFields: Record<string, unknown>): void {
	if (server.settings.get('Message_CustomFields_Enabled') !== true) {
		throw new Error('Custom fields not enabled');
	}
	const schema = JSON.parse(server.settings.get<string>('Message_CustomFields')) as Schema;
	if (schema.type && schema.type !== 'object') {
		throw new Error('Invalid custom fields config');
	}
	if (!matches(customFields, { ...schema, type: 'object', additionalProperties: false })) {
		throw new Error('Invalid custom fields');
	}
}

/** The part of JSON Schema that is understood here. Rocket.Chat uses the library ajv. */
interface Schema {
	type?: string;
	properties?: Record<string, Schema>;
	required?: string[];
	additionalProperties?: boolean;
	enum?: unknown[];
	nullable?: boolean;
	items?: Schema;
}

const understood = [
	'type',
	'properties',
	'required',
	'additionalProperties',
	'enum',
	'nullable',
	'items',
	'description',
	'title',
];

function matches(value: unknown, schema: Schema): boolean {
	const unknownKeyword = Object.keys(schema).find((keyword) => !understood.includes(keyword));
	if (unknownKeyword) {
		throw new Error(
			`The sandbox does not understand "${unknownKeyword}" in the setting Message_CustomFields`,
		);
	}
	if (value === null && schema.nullable) {
		return true;
	}
	if (schema.type && !isOfType(value, schema.type)) {
		return false;
	}
	if (schema.enum && !schema.enum.includes(value)) {
		return false;
	}
	if (Array.isArray(value)) {
		return value.every((item) => matches(item, schema.items ?? {}));
	}
	return typeof value !== 'object' || value === null || propertiesMatch(value, schema);
}

function propertiesMatch(value: object, schema: Schema): boolean {
	if (schema.required?.some((name) => !(name in value))) {
		return false;
	}
	return Object.entries(value).every(([name, field]) => {
		const property = schema.properties?.[name];
		return property ? matches(field, property) : schema.additionalProperties !== false;
	});
}

function isOfType(value: unknown, type: string): boolean {
	switch (type) {
		case 'array':
			return Array.isArray(value);
		case 'object':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		case 'integer':
			return Number.isInteger(value);
		case 'null':
			return value === null;
		default:
			return typeof value === type;
	}
}
