/**
 * Which permission each accessor of the engine needs. A missing permission does not fail: the accessor answers
 * undefined, so every accessor the code uses has to stand here.
 * Apps-Engine 1.62.0: server/permissions/AppPermissions and the `has…Permission` checks in server/bridges.
 */
export const permissionsByAccessor: Readonly<Record<string, readonly string[]>> = {
	'IAppAccessors.environmentWriter': [],
	'IEnvironmentWrite.getSettings': [],
	'ISettingUpdater.updateValue': [],
	'ISettingRead.getValueById': [],

	'IConfigurationExtend.settings': [],
	'IConfigurationExtend.api': [],
	'IConfigurationExtend.slashCommands': [],
	'IConfigurationExtend.scheduler': [],
	'ISettingsExtend.provideSetting': [],
	'IApiExtend.provideApi': ['api'],
	'ISlashCommandsExtend.provideSlashCommand': ['slashcommand'],
	'ISchedulerExtend.registerProcessors': ['scheduler'],

	'IConfigurationModify.scheduler': [],
	'ISchedulerModify.scheduleOnce': ['scheduler'],
	'ISchedulerModify.scheduleRecurring': ['scheduler'],

	'IEnvironmentRead.getSettings': [],
	'IEnvironmentRead.getServerSettings': [],
	'IServerSettingRead.getValueById': ['server-setting.read'],

	'IRead.getEnvironmentReader': [],
	'IRead.getMessageReader': [],
	'IRead.getPersistenceReader': [],
	'IRead.getRoomReader': [],
	'IRead.getUserReader': [],
	'IPersistenceRead.readByAssociation': ['persistence'],
	'IMessageRead.getById': ['message.read'],
	'IRoomRead.getDirectByUsernames': ['room.read'],
	'IUserRead.getById': ['user.read'],
	'IUserRead.getByUsername': ['user.read'],
	'IUserRead.getAppUser': ['user.read'],

	'IPersistence.createWithAssociation': ['persistence'],
	'IPersistence.createWithAssociations': ['persistence'],
	'IPersistence.updateByAssociations': ['persistence'],
	'IPersistence.removeByAssociation': ['persistence'],

	'IModify.getCreator': [],
	'IModify.getUpdater': [],
	'IModify.getNotifier': [],
	'IModifyCreator.startBotUser': ['user.write'],
	'IModifyCreator.startMessage': ['message.write'],
	'IModifyCreator.startRoom': ['room.write'],
	'IModifyCreator.finish': [],
	'IModifyUpdater.room': ['room.read', 'room.write'],
	'IModifyUpdater.finish': [],
	'INotifier.getMessageBuilder': [],
	'INotifier.notifyUser': ['message.write'],

	'IMessageBuilder.setRoom': [],
	'IMessageBuilder.setSender': [],
	'IMessageBuilder.setText': [],
	'IMessageBuilder.setGroupable': [],
	'IMessageBuilder.setThreadId': [],
	'IMessageBuilder.getMessage': [],
	'IRoomBuilder.setType': [],
	'IRoomBuilder.setCreator': [],
	'IRoomBuilder.setMembersToBeAddedByUsernames': [],
	'IRoomBuilder.addCustomField': [],
	'IRoomBuilder.getRoom': [],

	'ILogger.debug': [],
	'ILogger.info': [],
	'ILogger.warn': [],
	'ILogger.error': [],
};
