// Sixty-two municipalities of one prefecture, each with a tenant of its own: docs/reference/azure.md.
using './main.bicep'

param image = 'REGISTRY.azurecr.io/renkei:0.6.0'
param registry = 'REGISTRY'
param bot = 'registration'
param databasePassword = readEnvironmentVariable('RENKEI_DATABASE_PASSWORD')
// The ids of all tenants, the home of the registration among them, with commas between; what each of
// them has to do: docs/how-to/install.md, 2c.
param tenants = split(readEnvironmentVariable('RENKEI_TENANTS'), ',')

param database = {
  sku: 'Standard_D4ds_v5'
  tier: 'GeneralPurpose'
  storageGB: 256
  backupDays: 35
  zoneRedundant: true
}
param serve = { least: 3, most: 8 }
param work = { least: 2, most: 8 }
param logDays = 365
