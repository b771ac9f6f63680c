// Renkei on Azure, in one resource group: docs/how-to/install.md says how, docs/reference/azure.md what for.
targetScope = 'resourceGroup'

@description('What the names of all resources begin with.')
@minLength(3)
@maxLength(12)
param name string = 'renkei'

param location string = resourceGroup().location

@description('The image of the release, in the registry below.')
param image string

@description('A container registry in this resource group.')
param registry string

@description('identity: one tenant, the bot is a managed identity. registration: many tenants or the tab, a registration that trusts the managed identity.')
@allowed(['identity', 'registration'])
param bot string = 'identity'

@description('The Microsoft 365 tenants that are served; empty: the one of this subscription.')
param tenants string[] = []

@description('Permissions of Microsoft Graph for the bot; those of calendars come from Exchange.')
param permissions string[] = [
  'User.Read.All'
  'GroupMember.ReadBasic.All'
  'AppCatalog.Read.All'
  'TeamsAppInstallation.ReadWriteSelfForUser.All'
  'OnlineMeetings.Read.All'
  'OnlineMeetingArtifact.Read.All'
  'EduRoster.Read.All'
]

@description('The name under which Teams and browsers reach the bot; empty: the one that Azure gives.')
param publicName string = ''

@description('Of the database; at least 16 characters, none of them a quote.')
@secure()
@minLength(16)
param databasePassword string

param database {
  sku: string
  tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized'
  storageGB: int
  backupDays: int
  zoneRedundant: bool
}

@description('How many processes hear Teams and deliver.')
param serve { least: int, most: int }

@description('How many more processes deliver.')
param work { least: int, most: int }

@description('How many days logs are kept.')
@minValue(30)
param logDays int = 90

@description('false: everything but the processes, for the first time; the database is empty then.')
param running bool = true

@description('Keep traces of one press in ten, in Application Insights.')
param traces bool = false

var homeTenant = tenant().tenantId
var isIdentity = bot == 'identity'

module identity 'identity.bicep' = {
  name: 'identity'
  params: { name: name, location: location, registry: registry }
}

module registration 'registration.bicep' = if (!isIdentity) {
  name: 'registration'
  params: {
    name: name
    identityPrincipal: identity.outputs.principalId
    manyTenants: length(tenants) > 1
  }
}

var appId = isIdentity ? identity.outputs.clientId : registration!.outputs.appId
var principal = isIdentity ? identity.outputs.principalId : registration!.outputs.principalId

module grants 'grants.bicep' = {
  name: 'grants'
  params: { principal: principal, permissions: permissions }
}

module network 'network.bicep' = {
  name: 'network'
  params: { name: name, location: location }
}

module vault 'vault.bicep' = {
  name: 'vault'
  params: {
    name: name
    location: location
    principal: principal
    subnet: network.outputs.endpointsSubnet
    zone: network.outputs.vaultZone
  }
}

module postgresql 'postgresql.bicep' = {
  name: 'postgresql'
  params: {
    name: name
    location: location
    subnet: network.outputs.databaseSubnet
    zone: network.outputs.databaseZone
    password: databasePassword
    database: database
  }
}

module environment 'environment.bicep' = {
  name: 'environment'
  params: {
    name: name
    location: location
    subnet: network.outputs.appsSubnet
    zoneRedundant: database.zoneRedundant
    logDays: logDays
  }
}

module telemetry 'traces.bicep' = if (traces) {
  name: 'traces'
  params: {
    name: name
    location: location
    logs: environment.outputs.logs
    principal: identity.outputs.principalId
  }
}

var host = empty(publicName) ? '${name}-serve.${environment.outputs.domain}' : publicName

module apps 'apps.bicep' = {
  name: 'apps'
  params: {
    name: name
    location: location
    environment: environment.outputs.id
    identity: identity.outputs.id
    image: image
    registry: identity.outputs.registryServer
    databaseHost: postgresql.outputs.host
    databasePassword: databasePassword
    serve: serve
    work: work
    running: running
    tracing: traces ? [
      { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: telemetry!.outputs.connection }
      { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'Authorization=AAD;ClientId=${identity.outputs.clientId}' }
      { name: 'OTEL_TRACES_SAMPLER', value: 'parentbased_traceidratio' }
      { name: 'OTEL_TRACES_SAMPLER_ARG', value: '0.1' }
    ] : []
    settings: [
      { name: 'RENKEI_APP_ID', value: appId }
      { name: 'RENKEI_TENANT_ID', value: homeTenant }
      { name: 'RENKEI_TENANTS', value: join(empty(tenants) ? [homeTenant] : tenants, ',') }
      { name: 'RENKEI_CREDENTIAL', value: isIdentity ? 'managed-identity' : 'federated' }
      { name: 'RENKEI_KEY_VAULT_KEY', value: vault.outputs.key }
      { name: 'RENKEI_PUBLIC_URL', value: 'https://${host}' }
      // Which identity signs in: the bot itself, or the one that its registration trusts.
      { name: 'AZURE_CLIENT_ID', value: identity.outputs.clientId }
    ]
  }
}

module azureBot 'bot.bicep' = {
  name: 'bot'
  params: {
    name: name
    endpoint: 'https://${host}/api/messages'
    appId: appId
    identity: isIdentity ? identity.outputs.id : ''
  }
}

@description('The bot: RENKEI_APP_ID for `renkei package`.')
output appId string = appId

@description('RENKEI_PUBLIC_URL for `renkei package`.')
output publicUrl string = 'https://${host}'
