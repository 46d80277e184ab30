import { objectIn, type JsonObject } from '../json';

/** Whether an `m.audio` is a voice message. MSC3245, "Voice messages". */
export function isVoiceMessage(content: JsonObject): boolean {
	return 'org.matrix.msc3245.voice' in content || 'm.voice' in content;
}

/**
 * Describes a voice message: the label, and the duration in minutes and seconds if the event contains it.
 * @param label "Voice message" in the language of the workspace, without markup
 */
export function voiceMessageText(content: JsonObject, label: string): string {
	const milliseconds = durationIn(content.info) ?? durationIn(content['org.matrix.msc1767.audio']);
	if (milliseconds === undefined) {
		return label;
	}
	const seconds = Math.round(milliseconds / 1000);
	return `${label} (${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')})`;
}

/** @returns the duration that the file's information holds, in milliseconds; undefined if it is not a valid one */
function durationIn(info: unknown): number | undefined {
	const { duration } = objectIn(info);
	return typeof duration === 'number' && duration >= 0 && Number.isFinite(duration) ? duration : undefined;
}
