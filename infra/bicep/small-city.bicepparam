// One tenant, some hundred to some thousand people. What it costs: docs/reference/azure.md.
using './main.bicep'

param image = 'REGISTRY.azurecr.io/renkei:0.6.0'
param registry = 'REGISTRY'
param bot = 'identity'
param databasePassword = readEnvironmentVariable('RENKEI_DATABASE_PASSWORD')

param database = {
  sku: 'Standard_B2s'
  tier: 'Burstable'
  storageGB: 32
  backupDays: 14
  zoneRedundant: false
}
param serve = { least: 2, most: 3 }
// Two that serve deliver for one tenant as fast as Teams allows.
param work = { least: 0, most: 1 }
