// Where the processes run, and where what they log is kept.
param name string
param location string
param subnet string
param zoneRedundant bool
param logDays int

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: logDays
    features: { disableLocalAuth: true }
  }
}

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: name
  location: location
  properties: {
    vnetConfiguration: { infrastructureSubnetId: subnet, internal: false }
    workloadProfiles: [
      { name: 'Consumption', workloadProfileType: 'Consumption' }
    ]
    zoneRedundant: zoneRedundant
    // Handed over by the diagnostic setting below: no key of the workspace is needed.
    appLogsConfiguration: { destination: 'azure-monitor' }
  }
}

resource kept 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environment
  properties: {
    workspaceId: logs.id
    logs: [
      { categoryGroup: 'allLogs', enabled: true }
    ]
  }
}

output id string = environment.id
output logs string = logs.id
output domain string = environment.properties.defaultDomain
