//go:build !long || race

package campaign_test

// conformingRequests is how many requests a server that conforms gets.
const conformingRequests = 5000

// several is how many servers with several defects are tried.
const several = 4

// eachOf is of how many servers that conform one is tried.
const eachOf = 3
