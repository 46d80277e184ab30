/**
 * What Rocket.Chat's recorder in the browser puts in front of the sound: an ID3 tag of no bytes. Programs that write tags write none
 * that is empty. Since 5.0: apps/meteor/app/ui/client/lib/recorderjs/AudioEncoder.ts
 */
const EMPTY_TAG = [0x49, 0x44, 0x33, 3, 0, 0, 0, 0, 0, 0] as const;

/**
 * The name that the mobile apps give: the time in milliseconds.
 * Rocket.Chat.ReactNative: app/containers/MessageComposer/components/RecordAudio/RecordAudio.tsx
 */
const TIME_AS_NAME = /^\d{13}\.aac$/;

/**
 * Finds out whether a client of Rocket.Chat has recorded a sound. Rocket.Chat has no mark for it, and its browser client names the
 * file in the language of the person.
 * @param type MIME type
 */
export function isRecording(type: string, name: string, bytes: Uint8Array): boolean {
	return type === 'audio/mpeg'
		? EMPTY_TAG.every((byte, position) => bytes[position] === byte)
		: type === 'audio/aac' && TIME_AS_NAME.test(name);
}
