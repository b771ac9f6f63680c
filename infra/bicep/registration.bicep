// A registration of its own: for many tenants, and for the tab, whose sign-on a managed identity can't offer.
extension microsoftGraphV1

param name string
param identityPrincipal string
param manyTenants bool

// Teams itself, on desktops and phones, and in a browser: they may ask for the tab's token.
var teams = ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346']
var scope = guid(subscription().id, name, 'access_as_user')

resource application 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: '${name}-bot'
  displayName: '連携 Renkei'
  signInAudience: manyTenants ? 'AzureADMultipleOrgs' : 'AzureADMyOrg'
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: [
      {
        id: scope
        value: 'access_as_user'
        type: 'User'
        isEnabled: true
        adminConsentDisplayName: 'Renkei: know who looks at the tab'
        adminConsentDescription: 'Teams tells Renkei who has opened its tab. Nothing else is read.'
        userConsentDisplayName: '連携: タブを開いた人を確認する'
        userConsentDescription: 'Teams が、タブを開いた人が誰かを連携に伝えます。ほかの情報は読み取りません。'
      }
    ]
    preAuthorizedApplications: [
      for client in teams: {
        appId: client
        delegatedPermissionIds: [scope]
      }
    ]
  }
}

resource trusts 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${application.uniqueName}/identity'
  description: 'The managed identity of the running processes stands for the bot.'
  issuer: '${az.environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
  subject: identityPrincipal
  audiences: ['api://AzureADTokenExchange']
}

resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: application.appId
}

output appId string = application.appId
output principalId string = principal.id
