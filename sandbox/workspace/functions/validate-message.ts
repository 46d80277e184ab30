import type { MessageDocument } from '../database/documents';
import type { Server } from '../server';
import { validateCustomMessageFields } from './custom-message-fields';
import { hasPermission } from './permissions';

const texts = ['_id', 'msg', 'alias', 'emoji', 'tmid'] as const;

/** Fields of an attachment that become links, and so must be addresses. */
const links = [
	'thumb_url',
	'message_link',
	'author_link',
	'author_icon',
	'title_link',
	'image_url',
	'audio_url',
	'video_url',
];

const attachmentTypes: Record<string, string> = {
	color: 'string',
	text: 'string',
	button_alignment: 'string',
	collapsed: 'boolean',
	author_name: 'string',
	title: 'string',
	title_link_download: 'boolean',
	image_preview: 'string',
	image_type: 'string',
	image_size: 'number',
	audio_type: 'string',
	audio_size: 'number',
	video_type: 'string',
	video_size: 'number',
};

/**
 * Refuses a message that is not well formed (`apps/meteor/app/lib/server/functions/sendMessage.ts`,
 * `validateMessage`): types of its fields and of those of its attachments, links that are no addresses, an alias or
 * avatar without the permission `message-impersonate`, custom fields that are not allowed.
 * @throws Error with a sentence; `Not enough permission`
 */
export function validateMessage(
	server: Server,
	message: Partial<MessageDocument>,
	userId: string,
	roomId: string,
): void {
	for (const field of texts) {
		assertType(message[field], 'string', field);
	}
	assertType(message.tshow, 'boolean', 'tshow');
	if (message.avatar !== undefined && !isAddress(message.avatar) && !isRelativeAddress(message.avatar)) {
		throw new Error('Invalid href value provided');
	}
	if ((message.alias || message.avatar) && !hasPermission(server, userId, 'message-impersonate', roomId)) {
		throw new Error('Not enough permission');
	}
	message.attachments?.forEach(validateAttachment);
	if (message.customFields) {
		validateCustomMessageFields(server, message.customFields);
	}
}

function validateAttachment(attachment: Record<string, unknown>): void {
	for (const [field, type] of Object.entries(attachmentTypes)) {
		assertType(attachment[field], type, field);
	}
	for (const field of links) {
		const value = attachment[field];
		if (value !== undefined && value !== null && (typeof value !== 'string' || !isAddress(value))) {
			throw new Error('Invalid href value provided');
		}
	}
	const { fields } = attachment;
	if (Array.isArray(fields)) {
		for (const field of fields as Record<string, unknown>[]) {
			if (!field.value || !field.title) {
				throw new Error('Invalid attachment field, title and value is required');
			}
		}
	}
}

function assertType(value: unknown, type: string, field: string): void {
	if (value !== undefined && value !== null && typeof value !== type) {
		throw new Error(`Match error: Expected ${type}, got ${typeof value} in field ${field}`);
	}
}

function isAddress(value: string): boolean {
	return /^(https?:\/\/|data:)/.test(value) || value.startsWith('/file-upload/');
}

function isRelativeAddress(value: string): boolean {
	return /^[^/]+\/[^/].*$|^\/[^/].*$/.test(value) && !/^javascript:/i.test(value);
}
