// The Azure Bot: where Teams sends what people say.
param name string
param endpoint string
param appId string

@description('The managed identity that is the bot; empty: a registration is.')
param identity string

var isIdentity = !empty(identity)

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: '連携'
    endpoint: endpoint
    msaAppId: appId
    msaAppTenantId: tenant().tenantId
    // New bots of the type MultiTenant can't be made since 2025-07-31.
    msaAppType: isIdentity ? 'UserAssignedMSI' : 'SingleTenant'
    msaAppMSIResourceId: isIdentity ? identity : null
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }

  resource teams 'channels' = {
    name: 'MsTeamsChannel'
    location: 'global'
    properties: {
      channelName: 'MsTeamsChannel'
      properties: { isEnabled: true }
    }
  }
}
