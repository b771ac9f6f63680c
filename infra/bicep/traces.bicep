// Where traces are kept, if they are wanted: in the workspace of the logs.
param name string
param location string
param logs string
param principal string

// Handing over figures and traces, nothing else: Monitoring Metrics Publisher.
var mayTell = '3913510d-42f4-4e42-8a64-420c390055eb'

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  kind: 'other'
  properties: {
    Application_Type: 'other'
    WorkspaceResourceId: logs
    // Only the role below hands anything over: what the connection string says is no secret.
    DisableLocalAuth: true
  }
}

resource tells 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, principal, mayTell)
  scope: insights
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', mayTell)
    principalId: principal
    principalType: 'ServicePrincipal'
  }
}

output connection string = insights.properties.ConnectionString
