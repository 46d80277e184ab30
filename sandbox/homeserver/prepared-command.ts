/** A program and its parameters. */
export interface PreparedCommand {
	readonly file: string;
	readonly parameters: readonly string[];
}
