import type { IMessageAttachment } from '@rocket.chat/apps-engine/definition/messages';
import { mapFields, takeField, withoutEmpty, type Loose } from './mapped-data';

/** App's name to stored name, both ways (`apps/meteor/app/apps/server/converters/messages.ts`). */
const renamed: Record<string, string> = {
	collapsed: 'collapsed',
	color: 'color',
	text: 'text',
	timestampLink: 'message_link',
	thumbnailUrl: 'thumb_url',
	imageDimensions: 'image_dimensions',
	imagePreview: 'image_preview',
	imageUrl: 'image_url',
	imageType: 'image_type',
	imageSize: 'image_size',
	audioUrl: 'audio_url',
	audioType: 'audio_type',
	audioSize: 'audio_size',
	videoUrl: 'video_url',
	videoType: 'video_type',
	videoSize: 'video_size',
	fields: 'fields',
	actionButtonsAlignment: 'button_alignment',
	actions: 'actions',
	type: 'type',
	description: 'description',
};

/**
 * Attachments as handlers get them: `author` and `title` are always objects, and `timestamp` is always a `Date`, an
 * invalid one if the attachment has no time.
 */
export function attachmentsToApp(
	attachments: readonly Loose[] | undefined,
): IMessageAttachment[] | undefined {
	return attachments?.map((attachment) =>
		mapFields(attachment, {
			...renamed,
			author: author,
			title: title,
			timestamp: (copy) => new Date(takeField(copy, 'ts') as string),
			fileId,
		}),
	);
}

/**
 * The attachments of a message in a thread: `author` and `timestamp` only where there are some
 * (`converters/threads.ts`).
 */
export function attachmentsToThread(
	attachments: readonly Loose[] | undefined,
): IMessageAttachment[] | undefined {
	return attachments?.map((attachment) =>
		mapFields(attachment, {
			...renamed,
			author: (copy) => ('author_name' in copy ? author(copy) : undefined),
			title: title,
			timestamp: (copy) => {
				const time = takeField(copy, 'ts');
				return time ? new Date(time as string) : undefined;
			},
			fileId,
		}),
	);
}

/** Attachments as they are stored (`_convertAppAttachments`): a timestamp as ISO text, nothing empty. */
export function attachmentsFromApp(attachments: unknown): Loose[] | undefined {
	if (!Array.isArray(attachments)) {
		return undefined;
	}
	return (attachments as Loose[]).map((attachment) => {
		const timestamp = attachment.timestamp as Date | undefined;
		const by = attachment.author as Loose | undefined;
		const heading = attachment.title as Loose | undefined;
		const plain = Object.entries(renamed).map(
			([target, source]) => [source, attachment[target]] as const,
		);
		return withoutEmpty({
			...Object.fromEntries(plain),
			ts: timestamp ? timestamp.toJSON() : timestamp,
			author_name: by?.name,
			author_link: by?.link,
			author_icon: by?.icon,
			title: heading?.value,
			title_link: heading?.link,
			title_link_download: heading?.displayDownloadLink,
			...(attachment._unmappedProperties_ as Loose | undefined),
		});
	});
}

function author(copy: Loose): Loose {
	return {
		name: takeField(copy, 'author_name'),
		link: takeField(copy, 'author_link'),
		icon: takeField(copy, 'author_icon'),
	};
}

function title(copy: Loose): Loose {
	return {
		value: takeField(copy, 'title'),
		link: takeField(copy, 'title_link'),
		displayDownloadLink: takeField(copy, 'title_link_download'),
	};
}

/**
 * Only where it is stored, and it stays among the unmapped too. Rocket.Chat means to put the id of a message's only
 * file here for older messages, but reads `type` after it was removed from the copy.
 */
function fileId(copy: Loose): unknown {
	return copy.fileId;
}
